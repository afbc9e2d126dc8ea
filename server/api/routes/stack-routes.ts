// Stacks: what is wanted, what a deploy would do, deploying and what can follow it.
import { z } from 'zod'
import { deployment } from '@/lib/contract/deployments'
import { plan } from '@/lib/contract/plan'
import {
  checkResult,
  deployRequest,
  reconstruction,
  removeStackQuery,
  revision,
  revisionDetail,
  rollbackRequest,
  scaleRequest,
  stack,
  stackName,
} from '@/lib/contract/stacks'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'stacks'
const bodyLimitBytes = 32 << 20
const params = z.object({ name: stackName })

export const stackRoutes = ({ stacks }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/stacks',
    tag,
    summary: 'All stacks, also those that others deployed',
    response: z.array(stack),
    handle: () => stacks.list(),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/stacks/:name',
    tag,
    summary: 'One stack',
    params,
    response: stack,
    handle: ({ params: { name } }) => stacks.get(name),
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/stacks/:name',
    tag,
    summary: 'Deploy: write a revision and begin to close the difference',
    params,
    body: deployRequest,
    response: deployment,
    status: 202,
    bodyLimitBytes,
    audit: { action: 'stack.deploy', target: ({ params: { name } }) => name, isStart: true },
    handle: async ({ params: { name }, body, identity, note }) => {
      const begun = await stacks.deploy(name, body, identity.actor)
      note(`revision ${begun.revision}`, { deployment: begun.id })
      return begun
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/plan',
    tag,
    summary: 'What a deploy would do, without doing it',
    params,
    body: deployRequest,
    response: plan,
    bodyLimitBytes,
    audit: 'asks-only',
    handle: ({ params: { name }, body }) => stacks.plan(name, body),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/reconstruct',
    tag,
    summary: 'The files that make a stack which somebody else deployed, with its secrets',
    params,
    response: reconstruction,
    audit: { action: 'stack.reconstruct', target: ({ params: { name } }) => name },
    handle: async ({ params: { name } }) => ({ files: await stacks.reconstruct(name) }),
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/stacks/:name',
    tag,
    summary: 'Remove containers and networks; named volumes stay unless asked',
    params,
    query: removeStackQuery,
    response: deployment,
    status: 202,
    audit: { action: 'stack.remove', target: ({ params: { name } }) => name, isStart: true },
    handle: async ({ params: { name }, query: { volumes }, identity, note }) => {
      note(volumes ? 'with its volumes' : 'volumes stay')
      return stacks.remove(name, { volumes }, identity.actor)
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/removal/plan',
    tag,
    summary: 'What the removal would do',
    params,
    body: z.object({ volumes: z.boolean().default(false) }),
    response: plan,
    audit: 'asks-only',
    handle: ({ params: { name }, body }) => stacks.planRemoval(name, body),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/compose/check',
    tag,
    summary: 'What the compose files say and where they are at fault',
    query: z.object({ name: stackName.optional() }),
    body: deployRequest,
    response: checkResult,
    bodyLimitBytes,
    audit: 'asks-only',
    handle: ({ body, query: { name } }) => stacks.check(body, name),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/update',
    tag,
    summary: 'Deploy the same files with the images that their tags are now',
    params,
    response: deployment,
    status: 202,
    audit: { action: 'stack.deploy', target: ({ params: { name } }) => name, isStart: true },
    handle: async ({ params: { name }, identity, note }) => {
      const begun = await stacks.update(name, identity.actor)
      note(`revision ${begun.revision}`, { deployment: begun.id })
      return begun
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/update/plan',
    tag,
    summary: 'What that would do',
    params,
    response: plan,
    audit: 'asks-only',
    handle: ({ params: { name } }) => stacks.planUpdate(name),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/scale',
    tag,
    summary: 'Change the number of replicas of a service',
    params,
    body: scaleRequest,
    response: deployment,
    status: 202,
    audit: { action: 'stack.scale', target: ({ params: { name }, body }) => `${name}/${body.service}`, isStart: true },
    handle: ({ params: { name }, body: { service, replicas }, identity, note }) => {
      note(`to ${replicas}`)
      return stacks.scale(name, service, replicas, identity.actor)
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/stacks/:name/scale/plan',
    tag,
    summary: 'What that would do',
    params,
    body: scaleRequest,
    response: plan,
    audit: 'asks-only',
    handle: ({ params: { name }, body: { service, replicas } }) => stacks.planScale(name, service, replicas),
  }),
  ...revisionRoutes(stacks),
  ...deploymentRoutes(stacks),
]

function revisionRoutes(stacks: ApiParts['stacks']): AnyEndpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/stacks/:name/revisions',
      tag,
      summary: 'Every deploy there was, newest first',
      params,
      response: z.array(revision),
      handle: ({ params: { name } }) => stacks.revisions(name),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/stacks/:name/revisions/:number',
      tag,
      summary: 'One revision with its files',
      params: params.extend({ number: z.coerce.number().int().min(1) }),
      response: revisionDetail,
      handle: ({ params: { name, number } }) => stacks.revision(name, number),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/stacks/:name/rollback',
      tag,
      summary: 'Deploy an earlier revision again',
      params,
      body: rollbackRequest,
      response: deployment,
      status: 202,
      audit: { action: 'stack.rollback', target: ({ params: { name } }) => name, isStart: true },
      handle: ({ params: { name }, body, identity, note }) => {
        note(`to revision ${body.revision}`)
        return stacks.rollback(name, body.revision, identity.actor)
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/stacks/:name/rollback/plan',
      tag,
      summary: 'What that would do',
      params,
      body: rollbackRequest,
      response: plan,
      audit: 'asks-only',
      handle: ({ params: { name }, body }) => stacks.planRollback(name, body.revision),
    }),
  ]
}

function deploymentRoutes(stacks: ApiParts['stacks']): AnyEndpoint[] {
  const one = params.extend({ id: z.string() })
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/stacks/:name/deployments',
      tag,
      summary: 'Deployments of a stack, newest first',
      params,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: z.array(deployment),
      handle: ({ params: { name }, query: { limit } }) => stacks.deployments(name, limit),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/stacks/:name/deployments/:id',
      tag,
      summary: 'One deployment with the state of every operation',
      params: one,
      response: deployment,
      handle: ({ params: { id } }) => stacks.deployment(id),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/stacks/:name/deployments/:id/cancel',
      tag,
      summary: 'Begin nothing more; what runs is ended',
      params: one,
      response: deployment,
      status: 202,
      audit: { action: 'stack.cancel', target: ({ params: { name } }) => name },
      handle: ({ params: { id }, identity }) => stacks.cancel(id, identity.actor),
    }),
  ]
}

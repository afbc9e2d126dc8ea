// Who may use the Docker API: certificates, tokens, and what each role may. No answer holds a key or a token but the one that makes it.
import { z } from 'zod'
import {
  createDockerTokenRequest,
  createdDockerToken,
  dockerAccessState,
  dockerPolicies,
  issueCertificateRequest,
  issuedBundle,
} from '@/lib/contract/docker-access'
import type { Identity } from '@/server/auth/identity'
import { AppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'docker-access'

/** Else a leaked token could make itself successors that outlive its removal. */
const requireSession = ({ via }: Identity): void => {
  if (via.kind === 'token') throw new AppError('forbidden', 'A token cannot make tokens.')
}

export const dockerAccessRoutes = ({ dockerAccess }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/docker-access',
    tag,
    summary: 'How the Docker API is offered, to whom, and what each role may',
    response: dockerAccessState,
    handle: () => dockerAccess.state(),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/docker-access/certificates',
    tag,
    summary: 'Make a client certificate; its key is handed out this once, in the bundle',
    body: issueCertificateRequest,
    response: issuedBundle,
    status: 201,
    audit: { action: 'docker.certificate', target: ({ body }) => body.name },
    handle: async ({ identity, body, note }) => {
      requireSession(identity)
      const issued = await dockerAccess.issue(identity, body)
      note(`as ${body.role}`, { serial: issued.certificate.serial })
      return issued
    },
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/docker-access/certificates/:serial',
    tag,
    summary: 'Revoke a client certificate; it stops working at once',
    params: z.object({ serial: z.string().regex(/^[0-9A-F]{1,64}$/) }),
    audit: { action: 'docker.revoke', target: ({ params }) => params.serial },
    handle: async ({ params, note }) => {
      note(await dockerAccess.revoke(params.serial))
      return undefined
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/docker-access/tokens',
    tag,
    summary: 'Make a token for the Docker API; it is shown this once',
    body: createDockerTokenRequest,
    response: createdDockerToken,
    status: 201,
    audit: { action: 'docker.token', target: ({ body }) => body.name },
    handle: ({ identity, body, note }) => {
      requireSession(identity)
      note(`as ${body.role}`)
      return dockerAccess.createToken(identity, body)
    },
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/docker-access/tokens/:id',
    tag,
    summary: 'Withdraw a token for the Docker API; it stops working at once',
    params: z.object({ id: z.string() }),
    audit: { action: 'docker.withdraw', target: ({ params }) => params.id },
    handle: async ({ params, note }) => {
      note(await dockerAccess.removeToken(params.id))
      return undefined
    },
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/docker-access/policies',
    tag,
    summary: 'What operators and readers may do through the Docker API',
    body: dockerPolicies,
    response: dockerPolicies,
    audit: { action: 'docker.policy', target: () => 'policies' },
    handle: async ({ identity, body, note }) => {
      requireSession(identity)
      const before = (await dockerAccess.state()).policies
      const policies = await dockerAccess.putPolicies(body)
      note('', { before, after: policies })
      return policies
    },
  }),
]

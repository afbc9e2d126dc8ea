// Containers over all hosts: list, detail, acts, why here.
import { z } from 'zod'
import { listQuery, pageOf } from '@/lib/contract/common'
import {
  actPlan,
  actPlanRequest,
  type Container,
  container,
  containerActionRequest,
  containerDetail,
} from '@/lib/contract/containers'
import { explanation } from '@/lib/contract/placements'
import { maskDeep } from '@/lib/mask'
import { AppError, isAppError } from '@/server/errors'
import { explain } from '@/server/scheduler/explain'
import { stateFromInventory } from '@/server/scheduler/from-contract'
import { requestOfContainer } from '@/server/scheduler/request-of-container'
import { actEffects } from '@/server/stacks/act-effects'
import { actOnContainer, withMeaning } from '../container-acts'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { shownContainer } from '../shown'

const tag = 'containers'
const params = z.object({ id: z.string() }).describe('Id, unique prefix of one, name, or host/name')
type Inspect = { Config?: { Env?: string[] | null } }
const inspectTimeoutMs = 8_000

export const findContainer = ({ cluster }: Pick<ApiParts, 'cluster'>, ref: string): Container => {
  const found = cluster.container(ref)
  if (found === undefined) {
    throw new AppError('not_found', `There is no container ${ref}, or several of that name.`, {
      details: { fix: 'Name it by its id or as host/name.' },
    })
  }
  return found
}

export const containerRoutes = (parts: ApiParts): AnyEndpoint[] => {
  const { cluster, stacks } = parts
  const find = (ref: string) => findContainer(parts, ref)
  const inspect = ({ hostId, id }: Container) =>
    withMeaning(
      cluster
        .engine(hostId)
        .json<Inspect & Record<string, unknown>>('GET', `/containers/${id}/json`, { timeoutMs: inspectTimeoutMs }),
    )
  /** Null while the host does not answer: what the index has is then all there is. */
  const inspectIfReachable = (found: Container) =>
    Promise.resolve()
      .then(() => inspect(found))
      .catch((error: unknown) => {
        if (isAppError(error)) return null
        throw error
      })
  const decisionOf = ({ stack, service, number }: Container) =>
    stack === null || service === null || number === null ? null : stacks.decision(stack, service, number)

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/containers',
      tag,
      summary: 'A window into the list of all containers, filtered and sorted here',
      query: listQuery,
      response: pageOf(container).extend({ badTokens: z.array(z.string()) }),
      handle: ({ query }) => {
        const page = cluster.containers(query)
        return { ...page, items: page.items.map(shownContainer) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id',
      tag,
      summary:
        'One container with its engine’s inspect answer (secret-looking values masked) and the decision behind it',
      params,
      response: containerDetail,
      handle: async ({ params: { id } }) => {
        const found = find(id)
        const [answer, decision] = await Promise.all([inspectIfReachable(found), decisionOf(found)])
        return {
          container: shownContainer(found),
          inspect: maskDeep(answer) as Record<string, unknown> | null,
          decision,
        }
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/containers/actions/plan',
      tag,
      summary: 'What an act on several would do to their services, to others and to volumes',
      body: actPlanRequest,
      response: actPlan,
      bodyLimitBytes: 8 << 20,
      audit: 'asks-only',
      handle: ({ body: { ids, action, volumes } }) => actEffects(cluster.snapshot().containers, ids, action, volumes),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/containers/:id/actions',
      tag,
      summary: 'Start, stop, restart, kill, pause, unpause or remove',
      params,
      body: containerActionRequest,
      audit: {
        action: ({ body }) => `container.${body.action}`,
        target: ({ params: { id } }) => {
          const found = cluster.container(id)
          return found ? `${found.hostName}/${found.name}` : id
        },
      },
      handle: async ({ params: { id }, body, note }) => {
        const found = find(id)
        const requireFree = () => parts.moves.requireFree(found)
        requireFree()
        if (body.action === 'remove' && body.force) await parts.beforeRemoval(found)
        await actOnContainer(cluster, found, body, requireFree)
        note(found.stack === null ? found.image : `${found.stack}/${found.service} ${found.image}`, {
          containerId: found.id,
        })
        return undefined
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/explanation',
      tag,
      summary:
        'Why it is where it is: the stored decision, or the decision as it would be made now. Null: none is stored',
      params,
      query: z.object({ when: z.enum(['decided', 'now']).default('decided') }),
      response: explanation.nullable(),
      handle: async ({ params: { id }, query }) => {
        const found = find(id)
        const decision = await decisionOf(found)
        if (query.when === 'decided') return decision
        const env = (await inspectIfReachable(found))?.Config?.Env ?? []
        const { hosts, containers, images, volumes } = cluster.snapshot()
        const others = containers.filter((other) => other.id !== found.id)
        const state = stateFromInventory({ hosts, containers: others, images, volumes })
        return explain(state, requestOfContainer(found, env, decision), { strategy: parts.strategy })
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/containers/:id/reveal',
      tag,
      summary: 'One environment value that is masked elsewhere; leaves an audit line',
      params,
      body: z.object({ name: z.string().min(1).max(500) }),
      response: z.object({ name: z.string(), value: z.string() }),
      audit: {
        action: 'container.reveal',
        target: ({ params: { id }, body }) => `${cluster.container(id)?.name ?? id} ${body.name}`,
      },
      handle: async ({ params: { id }, body: { name } }) => {
        const env = (await inspect(find(id))).Config?.Env ?? []
        const entry = env.find((line) => line.startsWith(`${name}=`))
        if (entry === undefined) throw new AppError('not_found', `The container has no variable ${name}.`)
        return { name, value: entry.slice(name.length + 1) }
      },
    }),
  ]
}

// Moves of containers to other hosts: what one would do, doing it, how far it is, and taking it back.
import { z } from 'zod'
import { move, moveConsents, moveOneRequest, movePlan, moveQuestion, moveRequest } from '@/lib/contract/moves'
import { moveTarget } from '@/server/moves/outcome'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { shownLabels } from '../shown'

const tag = 'moves'
const params = z.object({ id: z.string().describe('Id of a move') })
const containerParams = z.object({ id: z.string().describe('Id, unique prefix of one, name, or host/name') })

export const moveRoutes = ({ moves, cluster }: ApiParts): AnyEndpoint[] => {
  const targetOf = (refs: readonly string[]) =>
    moveTarget(refs.map((ref) => ({ name: cluster.container(ref)?.name ?? ref })))
  const hostName = (ref: string) => cluster.host(ref)?.name ?? ref
  return [
    endpoint({
      method: 'post',
      path: '/api/v1/moves/plan',
      tag,
      summary: 'What moving containers to a host would do and interrupt, and what has to be solved or agreed to first',
      body: moveRequest,
      response: movePlan,
      audit: 'asks-only',
      handle: ({ body }) => moves.plan(body),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/moves',
      tag,
      summary: 'Move containers to another host, one after the other',
      body: moveRequest,
      response: move,
      status: 202,
      audit: { action: 'container.move', target: ({ body }) => targetOf(body.containers), isStart: true },
      handle: async ({ body, identity, note }) => {
        const begun = await moves.begin(body, identity.actor)
        note(`to ${begun.hostName}`, { moveId: begun.id })
        return begun
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/moves',
      tag,
      summary: 'Moves, newest first',
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: z.array(move),
      handle: ({ query: { limit } }) => moves.list(limit),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/moves/:id',
      tag,
      summary: 'One move with the state of every step',
      params,
      response: move,
      handle: ({ params: { id } }) => moves.get(id),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/moves/:id/cancel',
      tag,
      summary:
        'Begin no further container; one that was not switched yet is put back. Once more: wait for no host that does not answer',
      params,
      response: move,
      status: 202,
      audit: { action: 'container.cancel-move', target: ({ params: { id } }) => moves.targetOf(id) },
      handle: async ({ params: { id }, note }) => {
        const cancelled = await moves.cancel(id)
        note(`to ${cancelled.hostName}`, { moveId: id })
        return cancelled
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/moves/:id/undo/plan',
      tag,
      summary: 'What taking a move back would do',
      params,
      body: moveConsents,
      response: movePlan,
      audit: 'asks-only',
      handle: ({ params: { id }, body }) => moves.planUndo(id, body.consents),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/moves/:id/undo',
      tag,
      summary: 'Move back what a move moved; data that was copied is copied back',
      params,
      body: moveConsents,
      response: move,
      status: 202,
      audit: { action: 'container.move-back', target: ({ params: { id } }) => moves.targetOf(id), isStart: true },
      handle: async ({ params: { id }, body, identity, note }) => {
        const begun = await moves.undo(id, body.consents, identity.actor)
        note(`to ${begun.hostName}`, { moveId: begun.id })
        return begun
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/containers/:id/move',
      tag: 'containers',
      summary: 'Move one container to another host',
      params: containerParams,
      body: moveOneRequest,
      response: move,
      status: 202,
      audit: { action: 'container.move', target: ({ params: { id } }) => targetOf([id]), isStart: true },
      handle: async ({ params: { id }, body, identity, note }) => {
        const begun = await moves.begin({ containers: [id], ...body }, identity.actor)
        note(`to ${hostName(body.host)}`, { moveId: begun.id })
        return begun
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/placement',
      tag: 'containers',
      summary:
        'The container as a question to the scheduler, as POST /placements takes it, and what binds it to its host',
      params: containerParams,
      response: moveQuestion,
      handle: async ({ params: { id } }) => {
        const asked = moveQuestion.parse(await moves.placement(id))
        return { ...asked, labels: shownLabels(asked.labels) }
      },
    }),
  ]
}

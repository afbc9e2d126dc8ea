// Edit and recreate: what an edit would change, and the change itself, told step by step.
import { z } from 'zod'
import type { ContainerEdit } from '@/lib/contract/recreate'
import { containerEdit, type RecreationProgress, recreationPlan, recreationProgress } from '@/lib/contract/recreate'
import type { Engine } from '@/server/docker/engine'
import { AppError, messageOf } from '@/server/errors'
import { onceAttached } from '@/server/networks/coming-overlay'
import type { Attach } from '@/server/recreate/put-back'
import { prepare, type RecreateEnd, recreate } from '@/server/recreate/recreate'
import { withMeaning } from '../container-acts'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { createQueue } from '../queue'
import { streamAnswer } from '../stream-answer'
import { findContainer } from './container-routes'

const tag = 'containers'
const params = z.object({ id: z.string() })

export const containerRecreateRoutes = (parts: ApiParts): AnyEndpoint[] => {
  const { cluster, activity, registries, moves, log } = parts

  const targetOf = (id: string): string => {
    const found = cluster.container(id)
    return found ? `${found.hostName}/${found.name}` : id
  }

  return [
    endpoint({
      method: 'post',
      path: '/api/v1/containers/:id/recreation/plan',
      tag,
      summary: 'What an edit would change, field by field, and why it could not be done',
      params,
      body: containerEdit,
      response: recreationPlan,
      audit: 'asks-only',
      handle: async ({ params: { id }, body }) => {
        const found = findContainer(parts, id)
        const { plan } = await withMeaning(prepare(cluster.engine(found.hostId), found.id, body))
        const modes = new Set([`container:${found.id}`, `container:${found.name}`])
        const sharers = cluster
          .containersOf({ hostId: found.hostId })
          .filter(({ networkMode }) => modes.has(networkMode))
          .map(({ name }) => name)
        return { ...plan, sharers }
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/containers/:id/recreation',
      tag,
      summary: 'Recreate it with an edit; the original comes back when that fails. Goes on when the client leaves',
      params,
      body: containerEdit,
      stream: { type: 'application/x-ndjson', of: recreationProgress, description: 'One line a step, last the end' },
      audit: { action: 'container.recreate', target: ({ params: { id } }) => targetOf(id), isStart: true },
      handle: async ({ params: { id }, body, request, identity, note }) => {
        const found = findContainer(parts, id)
        const release = await moves.hold(found)
        const target = targetOf(found.id)
        const startedAtMs = performance.now()
        const queue = createQueue<RecreationProgress>()
        let engine: Engine
        try {
          engine = cluster.engine(found.hostId)
          const { plan } = await withMeaning(prepare(engine, found.id, body))
          if (plan.problems.length > 0) throw new AppError('plan_blocked', plan.problems.join(' '))
          note(plan.changes.map(({ field }) => field).join(', '), { changes: plan.changes })
        } catch (error) {
          release()
          throw error
        }
        const run = async (edit: ContainerEdit): Promise<RecreateEnd> => {
          try {
            const attach: Attach = (subject, start) => onceAttached(cluster, start, { subject })
            const options = { authFor: registries.authFor, report: queue.push, attach }
            return await recreate(engine, found.id, edit, options)
          } catch (error) {
            return { kind: 'end', outcome: 'restored', containerId: found.id, message: messageOf(error) }
          }
        }
        void run(body)
          .then(async (end) => {
            // The page goes on to the new one, so the index must have it.
            await cluster.refresh(found.hostId, ['containers']).catch(() => undefined)
            await activity.record({
              actor: identity.actor,
              action: 'container.recreate',
              target,
              result: end.outcome === 'recreated' ? 'ok' : 'failed',
              message: end.message,
              durationMs: performance.now() - startedAtMs,
              details: { outcome: end.outcome, containerId: end.containerId, before: found.id },
            })
            queue.push(end)
          })
          .finally(() => {
            release()
            queue.end()
          })
        return streamAnswer(queue.values(), { request, log })
      },
    }),
  ]
}

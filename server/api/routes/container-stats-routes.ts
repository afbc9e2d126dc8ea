// What a container uses, live: read from its engine only while somebody looks.
import { z } from 'zod'
import { statsSample } from '@/lib/contract/stats'
import { engineStats } from '@/server/docker/stats'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { createSharedStats } from '../shared-stats'
import { streamAnswer } from '../stream-answer'
import { whenAccessEnds } from '../when-access-ends'
import { findContainer } from './container-routes'

export const containerStatsRoutes = (parts: ApiParts): AnyEndpoint[] => {
  const stats = createSharedStats(parts.clock)
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/stats',
      tag: 'containers',
      summary: 'CPU, memory, network, disk and processes about once a second, first what others have just been told',
      params: z.object({ id: z.string() }),
      stream: {
        type: 'application/x-ndjson',
        of: statsSample,
        description: 'One sample a line; with Accept: text/event-stream as events',
      },
      handle: ({ params: { id }, request, signal }) => {
        const found = findContainer(parts, id)
        const engine = parts.cluster.engine(found.hostId)
        const gone = new AbortController()
        signal.addEventListener('abort', () => gone.abort(), { once: true })
        const stopAsking = whenAccessEnds(parts, request, () => gone.abort())
        const open = (stop: AbortSignal) => engineStats(engine, found.id, stop)
        return streamAnswer(stats.watch(found.id, open, gone.signal), {
          request,
          log: parts.log,
          onEnd: () => {
            stopAsking()
            gone.abort()
          },
        })
      },
    }),
  ]
}

// A container's log, followed if asked: NDJSON, or server-sent events for a browser's EventSource.
import { z } from 'zod'
import { type LogLine, logLine } from '@/lib/contract/containers'
import { logMoment } from '@/lib/contract/logs'
import { maskText } from '@/lib/mask'
import { containerLogs } from '@/server/docker/logs'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { streamAnswer } from '../stream-answer'
import { whenAccessEnds } from '../when-access-ends'
import { findContainer } from './container-routes'

const query = z.object({
  tail: z.coerce.number().int().min(0).max(100_000).default(500),
  since: logMoment.optional().describe('ISO time or seconds since 1970'),
  until: logMoment.optional(),
  follow: z.stringbool().default(false),
})

async function* masked(lines: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
  for await (const line of lines) yield { ...line, text: maskText(line.text) }
}

export const containerLogRoutes = (parts: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/containers/:id/logs',
    tag: 'containers',
    summary: 'The log, newest `tail` lines first to last; `follow` goes on. Secret-looking text is masked',
    params: z.object({ id: z.string() }),
    query,
    stream: {
      type: 'application/x-ndjson',
      of: logLine,
      description: 'One line a line; with Accept: text/event-stream as events',
    },
    handle: ({ params: { id }, query: { tail, since, until, follow }, request, signal }) => {
      const found = findContainer(parts, id)
      const gone = new AbortController()
      signal.addEventListener('abort', () => gone.abort(), { once: true })
      const stopAsking = follow ? whenAccessEnds(parts, request, () => gone.abort()) : () => {}
      const lines = containerLogs(parts.cluster.engine(found.hostId), found.id, {
        tail,
        follow,
        signal: gone.signal,
        ...(since === undefined ? {} : { since }),
        ...(until === undefined ? {} : { until }),
      })
      return streamAnswer(masked(lines), {
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

// The merged log of many containers over all hosts, searched here, followed if asked; or as a file.
import { logItem, logQuery } from '@/lib/contract/logs'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { logText } from '../logs/log-text'
import { readLogs } from '../logs/read-logs'
import type { ApiParts } from '../parts'
import { streamAnswer } from '../stream-answer'
import { whenAccessEnds } from '../when-access-ends'

export const logRoutes = (parts: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/logs',
    tag: 'containers',
    summary: 'The logs of all containers that match `q` as one, in the order of time. Secret-looking text is masked',
    query: logQuery,
    stream: {
      type: 'application/x-ndjson',
      of: logItem,
      description: 'One item a line; with Accept: text/event-stream as events; with format=text a file',
    },
    handle: ({ query, request, signal }) => {
      const gone = new AbortController()
      signal.addEventListener('abort', () => gone.abort(), { once: true })
      const stopAsking = whenAccessEnds(parts, request, () => gone.abort())
      const onEnd = () => {
        stopAsking()
        gone.abort()
      }
      const items = readLogs(parts.cluster, query, gone.signal)
      if (query.format === 'json') return streamAnswer(items, { request, log: parts.log, onEnd })
      return streamAnswer(logText(items), {
        request,
        log: parts.log,
        onEnd,
        file: `logs-${parts.clock().toISOString().slice(0, 19).replaceAll(':', '')}.log`,
      })
    },
  }),
]

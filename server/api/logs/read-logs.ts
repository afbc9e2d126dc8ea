// The merged log of a selection: who is in it, what the engines keep of them, and then what they go on to say.
import { setMaxListeners } from 'node:events'
import type { Container } from '@/lib/contract/containers'
import { mostLogSources } from '@/lib/contract/limits'
import type { LogItem, LogQuery } from '@/lib/contract/logs'
import { compileFilter, parseFilter } from '@/lib/filter'
import { containerFacts, containerFields, containerFilterKeys } from '@/lib/filter-fields'
import type { Cluster } from '@/server/cluster/types'
import { followLogs } from './follow-logs'
import { compileSearch } from './line-match'
import { createSource, type Sieve } from './log-source'
import { lookBack } from './look-back'

/** What can say something comes first when there are too many; then by name, as the lists do. */
function choose(cluster: Cluster, q: string): { chosen: Container[]; total: number } {
  const { items, total } = cluster.containers({ q, direction: 'asc', offset: 0, limit: 1_000 })
  if (total <= mostLogSources) return { chosen: items, total }
  const speaks = ({ known, state }: Container) => known && state === 'running'
  return { chosen: [...items.filter(speaks), ...items.filter((one) => !speaks(one))].slice(0, mostLogSources), total }
}

/** Throws invalid_input at once for a search that is none. */
export function readLogs(
  cluster: Cluster,
  query: LogQuery,
  signal: AbortSignal,
  nowMs: () => number = Date.now,
): AsyncGenerator<LogItem> {
  // Each container listens for the end.
  setMaxListeners(0, signal)
  const sieve: Sieve = { match: compileSearch(query), mark: query.mark, read: 0, found: 0 }
  const beganMs = nowMs()
  const { chosen, total } = choose(cluster, query.q)
  const sources = chosen.map((container, n) => createSource(container, n, cluster))
  const filter = compileFilter(parseFilter(query.q, containerFilterKeys), containerFields)
  const matches = (container: Container) => filter === null || filter(containerFacts(container))
  const parts = { cluster, sources, sieve, signal, nowMs }

  return (async function* (): AsyncGenerator<LogItem> {
    yield { type: 'selection', total, read: sources.length }
    for (const { told } of sources) yield { type: 'source', source: told }
    yield* lookBack(parts, query)
    if (!query.follow || query.around !== undefined || query.format === 'text') return
    yield* followLogs({ ...parts, matches, chosen: () => choose(cluster, query.q).chosen, beganMs, tail: query.tail })
  })()
}

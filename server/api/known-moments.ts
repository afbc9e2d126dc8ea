// What is known of a container's past without its engine's memory, which a few health checks displace within minutes: when it
// was made, when it started and ended last. Pure.
import type { Container } from '@/lib/contract/containers'
import type { HistoryEntry } from '@/lib/contract/history'

type Event = Extract<HistoryEntry, { kind: 'event' }>

/** The engine tells an event a moment after what it is about. */
const sameMs = 3_000

/** Those that the engine does not tell itself. */
export function knownMoments(container: Container, told: readonly HistoryEntry[]): Event[] {
  const { hostName, createdAt, startedAt, finishedAt, state, exitCode } = container
  const isOver = state === 'exited' || state === 'dead'
  const moments: [action: string, at: string | null][] = [
    ['create', createdAt],
    ['start', startedAt],
    ['die', finishedAt],
  ]
  const isTold = (action: string, at: string) =>
    told.some(
      (entry) =>
        entry.kind === 'event' &&
        entry.action === action &&
        entry.hostName === hostName &&
        Math.abs(Date.parse(entry.at) - Date.parse(at)) <= sameMs,
    )
  return moments.flatMap(([action, at]): Event[] => {
    if (at === null || isTold(action, at)) return []
    // The exit code is that of the last end only while nothing runs since.
    return [{ kind: 'event', at, action, exitCode: action === 'die' && isOver ? exitCode : null, detail: '', hostName }]
  })
}

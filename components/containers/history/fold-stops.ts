// An engine tells a stop in three events: a signal, an end, "stopped". To a person it is one. Pure.
import type { HistoryEntry } from '@/lib/contract/history'

/** A grace period is longer; the signal then stands on its own, which is the truth about it. */
const togetherMs = 15_000

type Event = Extract<HistoryEntry, { kind: 'event' }>

const isEvent = (entry: HistoryEntry, action: string): entry is Event =>
  entry.kind === 'event' && entry.action === action

/** The end stays, and says as `detail` that it was a stop. Order is kept. */
export function foldStops(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const folded = new Set<HistoryEntry>()
  const stopped = new Set<HistoryEntry>()
  for (const end of entries) {
    if (!isEvent(end, 'die')) continue
    const near = entries.filter(
      (other): other is Event =>
        (isEvent(other, 'stop') || isEvent(other, 'kill')) &&
        !folded.has(other) &&
        other.hostName === end.hostName &&
        Math.abs(Date.parse(other.at) - Date.parse(end.at)) <= togetherMs,
    )
    if (!near.some(({ action }) => action === 'stop')) continue
    stopped.add(end)
    for (const other of near) folded.add(other)
  }
  return entries
    .filter((entry) => !folded.has(entry))
    .map((entry) => (stopped.has(entry) && entry.kind === 'event' ? { ...entry, detail: 'stop' } : entry))
}

// Container logs that take no memory: line n of a container is the same whenever it is asked for, made from the container's
// id and its age. Only what a short program said is kept.
import { chanceOf } from './chance'
import { isUp } from './container-json'
import type { FarmContainer } from './types'

export type LogEntry = { atMs: number; stream: 1 | 2; text: string }

/** As with a rotated file: older ones are gone. */
const keptLines = 10_000

const words = [
  'GET /',
  'GET /api/orders',
  'POST /api/cart',
  'job done',
  'cache miss',
  'checkpoint complete',
  'connection accepted',
  'slow query',
]

/** From two lines a second to one in about half a minute, by the container. */
export const linePeriodMs = (container: FarmContainer): number =>
  500 + (Number.parseInt(container.id.slice(0, 4), 16) % 60) * 500

function madeLine(container: FarmContainer, number: number, atMs: number): LogEntry {
  const chance = chanceOf(container.id, 'log', number)
  const isBad = chance.isBelow(0.04)
  const text =
    number % 5 === 4
      ? JSON.stringify({ level: isBad ? 'error' : 'info', msg: chance.pick(words), ms: chance.under(900), n: number })
      : `${isBad ? 'ERROR' : 'INFO'} [${number}] ${chance.pick(words)} ${chance.under(900)} ms`
  return { atMs, stream: isBad ? 2 : 1, text }
}

const countAt = (container: FarmContainer, nowMs: number): number => {
  if (container.startedMs === 0) return 0
  const untilMs = isUp(container) ? nowMs : container.finishedMs
  return Math.max(0, Math.floor((untilMs - container.startedMs) / linePeriodMs(container)) + 1)
}

/** What there is now, oldest first, cut as asked. */
export function readLines(
  container: FarmContainer,
  nowMs: number,
  {
    tail,
    sinceMs = 0,
    untilMs = Number.POSITIVE_INFINITY,
  }: { tail: number | null; sinceMs?: number; untilMs?: number },
): LogEntry[] {
  const isWanted = (entry: LogEntry) => entry.atMs >= sinceMs && entry.atMs <= untilMs
  const last = <T>(list: T[]) => (tail === null ? list : tail === 0 ? [] : list.slice(-tail))
  if (container.lines) return last(container.lines.filter(isWanted))
  const count = countAt(container, nowMs)
  const period = linePeriodMs(container)
  const atOf = (number: number) => container.startedMs + number * period
  const lastNumber = Math.min(count - 1, Math.floor((untilMs - container.startedMs) / period))
  const first = Math.max(
    0,
    count - keptLines,
    Math.ceil((sinceMs - container.startedMs) / period),
    tail === null ? 0 : lastNumber + 1 - tail,
  )
  const entries: LogEntry[] = []
  for (let number = first; number <= lastNumber; number += 1) entries.push(madeLine(container, number, atOf(number)))
  return entries
}

// Where the parts of a line chart stand: its scale, its lines, and what is not known between them. Pure.

export type Point = { x: number; y: number }
export type Span = { fromMs: number; toMs: number }
type Values = readonly (number | null)[]

/** The smallest round number that is not below; by powers of 1024 where bytes are meant. */
export function roundedTop(highest: number, isBinary: boolean): number {
  if (!(highest > 0)) return isBinary ? 1024 : 1
  const base = isBinary ? 1024 : 10
  const power = base ** Math.floor(Math.log(highest) / Math.log(base) + 1e-9)
  const steps = isBinary
    ? [1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400, 600, 800, 1000, 1024]
    : [1, 2, 4, 6, 8, 10]
  return power * (steps.find((step) => step * power >= highest * (1 - 1e-9)) ?? base)
}

/** Unbroken runs of readings, each at least one long. */
function runs(times: readonly number[], values: Values, longestGapMs: number): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = []
  for (let at = 0; at < times.length; at += 1) {
    if (values[at] == null) continue
    const open = found.at(-1)
    const isNext = open?.last === at - 1 && (times[at] ?? 0) - (times[at - 1] ?? 0) <= longestGapMs
    if (open && isNext) open.last = at
    else found.push({ first: at, last: at })
  }
  return found
}

/** The `d` of one path, in a box of 1000 × 100 with nought at the bottom. A gap is never bridged. */
export function linePath(times: readonly number[], values: Values, window: Span, top: number, gapMs: number): string {
  const width = window.toMs - window.fromMs
  const place = (at: number) => {
    const x = (((times[at] ?? 0) - window.fromMs) / width) * 1000
    const y = 100 - (Math.min(values[at] ?? 0, top) / top) * 100
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  }
  return runs(times, values, gapMs)
    .map(({ first, last }) => {
      const rest = Array.from({ length: last - first }, (_, n) => `L${place(first + 1 + n)}`).join('')
      // A single reading is a dot: a line of no length with round ends.
      return `M${place(first)}${rest || 'h0'}`
    })
    .join('')
}

/** Parts of the window without readings. */
export function unknownSpans(times: readonly number[], values: Values, window: Span, gapMs: number): Span[] {
  const spans: Span[] = []
  const add = (fromMs: number, toMs: number) => {
    const [from, to] = [Math.max(fromMs, window.fromMs), Math.min(toMs, window.toMs)]
    if (to - from > gapMs) spans.push({ fromMs: from, toMs: to })
  }
  let knownUntil = Number.NEGATIVE_INFINITY
  for (const { first, last } of runs(times, values, gapMs)) {
    add(knownUntil, times[first] ?? 0)
    knownUntil = times[last] ?? 0
  }
  add(knownUntil, window.toMs)
  return spans
}

/** The reading nearest to a moment; -1: there is none. */
export function nearest(times: readonly number[], atMs: number): number {
  let best = -1
  for (const [index, time] of times.entries()) {
    if (best < 0 || Math.abs(time - atMs) <= Math.abs((times[best] ?? 0) - atMs)) best = index
  }
  return best
}

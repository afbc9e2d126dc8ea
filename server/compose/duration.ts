// Durations as compose writes them (`1m30s`, `1.5h`, `500ms`; Go's grammar) and back in Go's canonical form.
const nanoseconds: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 }
const largestNanoseconds = 2 ** 63

/** Undefined when the text is no duration. `0` needs no unit; everything else does. */
export const durationNanoseconds = (text: string): number | undefined => {
  const sign = text.startsWith('-') ? -1 : 1
  const body = text.replace(/^[+-]/, '')
  if (body === '0') return 0
  if (body.length > 100 || !/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined
  let total = 0
  for (const [, amount, unit] of body.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g))
    total += Math.round(Number(amount) * (nanoseconds[unit ?? ''] ?? 0))
  return total < largestNanoseconds ? sign * total : undefined
}

const decimal = (value: number, digits: number): string => value.toFixed(digits).replace(/\.?0+$/, '')

/** Go's `Duration.String()`: `1m30s`, `1.5s`, `500ms`, `0s`. */
export const formatDuration = (value: number): string => {
  if (value === 0) return '0s'
  if (value < 0) return `-${formatDuration(-value)}`
  if (value < 1e3) return `${value}ns`
  if (value < 1e6) return `${decimal(value / 1e3, 3)}µs`
  if (value < 1e9) return `${decimal(value / 1e6, 6)}ms`
  const hours = Math.floor(value / 3600e9)
  const minutes = Math.floor((value % 3600e9) / 60e9)
  const seconds = `${decimal((value % 60e9) / 1e9, 9)}s`
  if (hours > 0) return `${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${minutes}m${seconds}` : seconds
}

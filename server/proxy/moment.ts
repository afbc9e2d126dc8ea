// Moments in filters as engines read them: so long ago, seconds since 1970, or a date. Pure.
import { badRequest } from './http/docker-error'

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g
const whole = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/
const msOf: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

/** A duration of Go's; null when it is none. */
function durationMs(text: string): number | null {
  if (!whole.test(text)) return null
  let sum = 0
  for (const [, number, unit] of text.matchAll(part)) sum += Number(number) * (msOf[unit ?? ''] ?? 0)
  return text.startsWith('-') ? -sum : sum
}

/** Throws invalid_input, in the engine's words. */
export function momentIn(text: string, nowMs: number): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000
  const ago = durationMs(text)
  if (ago !== null) return nowMs - ago
  const date = /^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text)
  // Hours alone are no time in JavaScript.
  const ms = date ? Date.parse(/T\d\d(Z|[+-]|$)/.test(text) ? text.replace(/T\d\d/, '$&:00') : text) : Number.NaN
  if (Number.isNaN(ms)) throw badRequest(`failed to parse value as time or duration: "${text}"`)
  return ms
}

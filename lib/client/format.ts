// Numbers and times as people read them here: units beside the number with a no-break space, GiB and cores, `5 m 26 s`.

const nbsp = '\u00a0'
const kib = 1024
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

const short = (value: number): string => {
  if (value === 0) return '0'
  if (value >= 100) return value.toFixed(0)
  return value.toFixed(value >= 10 ? 1 : 2).replace(/\.?0+$/, '')
}

export function bytes(value: number): string {
  let power = 0
  let rest = Math.abs(value)
  while (rest >= 1000 && power < units.length - 1) {
    rest /= kib
    power += 1
  }
  return `${value < 0 ? '-' : ''}${short(rest)}${nbsp}${units[power]}`
}

/** The number alone, for a column whose head carries the unit. */
export const gib = (value: number): string => short(value / kib ** 3)

export const cores = (value: number): string => `${short(value)}${nbsp}${value === 1 ? 'core' : 'cores'}`
export const coreNumber = (value: number): string => short(value)

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en')}${nbsp}${value === 1 ? one : many}`

/** Two units at most: `8 s`, `5 m 26 s`, `3 h 4 m`, `12 d`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds}${nbsp}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60)
    return minutes < 10 && seconds % 60 ? `${minutes}${nbsp}m${nbsp}${seconds % 60}${nbsp}s` : `${minutes}${nbsp}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 48)
    return hours < 10 && minutes % 60 ? `${hours}${nbsp}h${nbsp}${minutes % 60}${nbsp}m` : `${hours}${nbsp}h`
  return `${Math.floor(hours / 24)}${nbsp}d`
}

/** The largest unit alone: enough for an age in a list. */
export const roughly = (ms: number): string => duration(ms).split(nbsp).slice(0, 2).join(nbsp)

/** A measured time, with milliseconds where they matter. */
export const elapsed = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)}${nbsp}ms` : ms < 10_000 ? `${(ms / 1000).toFixed(1)}${nbsp}s` : duration(ms)

export const clockTime = (at: string | number | Date): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

export const hourMinute = (at: string | number | Date): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Exact, with zone: what a hover or focus shows. */
export const exactTime = (at: string | number | Date): string =>
  `${new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })} ${timeZone()}`

/** The clock today, the weekday within the last week, else the date, with its year when that is another one. */
export function shortWhen(at: string | number | Date, nowMs: number): string {
  const then = new Date(at)
  if (new Date(nowMs).toDateString() === then.toDateString()) return hourMinute(then)
  const agoMs = nowMs - then.getTime()
  if (agoMs >= 0 && agoMs < 6 * 86_400_000) return then.toLocaleDateString('en-GB', { weekday: 'short' })
  const isThisYear = new Date(nowMs).getFullYear() === then.getFullYear()
  return then.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
}

/** Ends with a full stop, whoever wrote it. */
export const sentence = (text: string): string =>
  /[.!?…]$/.test(text.trimEnd()) ? text.trimEnd() : `${text.trimEnd()}.`

/** The clock today, else the day and the clock. */
export function dayAndClock(at: string | number | Date, nowMs: number): string {
  const then = new Date(at)
  return new Date(nowMs).toDateString() === then.toDateString()
    ? clockTime(then)
    : `${then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${hourMinute(then)}`
}

export const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12)

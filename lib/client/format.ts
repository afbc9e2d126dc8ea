// Numbers and times as people read them here: units beside the number with a no-break space, GiB and cores, `5 m 26 s`.
// Each takes the language last; without one it is the open document's.
import type { Language } from '@/lib/texts/catalogue'
import { stateTexts } from '@/lib/texts/states'
import { languageNow } from './language'

const nbsp = '\u00a0'
const kib = 1024
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
/** British English: day before month, and 24 hours in both. */
const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

const decimal = (text: string, language: Language): string => (language === 'de' ? text.replace('.', ',') : text)

function short(value: number, language: Language): string {
  if (value === 0) return '0'
  if (value >= 100) return value.toFixed(0)
  return decimal(value.toFixed(value >= 10 ? 1 : 2).replace(/\.?0+$/, ''), language)
}

export function bytes(value: number, language: Language = languageNow()): string {
  let power = 0
  let rest = Math.abs(value)
  while (rest >= 1000 && power < units.length - 1) {
    rest /= kib
    power += 1
  }
  return `${value < 0 ? '-' : ''}${short(rest, language)}${nbsp}${units[power]}`
}

/** The number alone, for a column whose head carries the unit. */
export const gib = (value: number, language: Language = languageNow()): string => short(value / kib ** 3, language)

export function cores(value: number, language: Language = languageNow()): string {
  const number = short(value, language)
  return `${number}${nbsp}${stateTexts[language].units.cores(number)}`
}
export const coreNumber = (value: number, language: Language = languageNow()): string => short(value, language)

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en')}${nbsp}${value === 1 ? one : many}`

/** Two units at most: `8 s`, `5 m 26 s`, `3 h 4 m`, `12 d`. */
export function duration(ms: number, language: Language = languageNow()): string {
  const unit = stateTexts[language].units
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds}${nbsp}${unit.second}`
  const minutes = Math.floor(seconds / 60)
  const wholeMinutes = `${minutes}${nbsp}${unit.minute}`
  if (minutes < 60)
    return minutes < 10 && seconds % 60 ? `${wholeMinutes}${nbsp}${seconds % 60}${nbsp}${unit.second}` : wholeMinutes
  const hours = Math.floor(minutes / 60)
  const wholeHours = `${hours}${nbsp}${unit.hour}`
  if (hours < 48)
    return hours < 10 && minutes % 60 ? `${wholeHours}${nbsp}${minutes % 60}${nbsp}${unit.minute}` : wholeHours
  return `${Math.floor(hours / 24)}${nbsp}${unit.day}`
}

/** The largest unit alone: enough for an age in a list. */
export const roughly = (ms: number, language: Language = languageNow()): string =>
  duration(ms, language).split(nbsp).slice(0, 2).join(nbsp)

/** A measured time, with milliseconds where they matter. */
export function elapsed(ms: number, language: Language = languageNow()): string {
  if (ms < 1000) return `${Math.round(ms)}${nbsp}ms`
  return ms < 10_000 ? `${decimal((ms / 1000).toFixed(1), language)}${nbsp}s` : duration(ms, language)
}

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const date = { day: 'numeric', month: 'short', year: 'numeric' } as const
const forms = {
  clock,
  minute: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short' },
  date,
  exact: { ...date, ...clock },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Made once: to make one takes longer than to write a hundred times with it, and lists and logs write several a line. */
const made = new Map<string, Intl.DateTimeFormat>()

function written(at: string | number | Date, form: keyof typeof forms, language: Language): string {
  const then = new Date(at)
  if (Number.isNaN(then.getTime())) return '–'
  const key = `${form} ${language}`
  let format = made.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locales[language], forms[form])
    made.set(key, format)
  }
  return format.format(then)
}

export const clockTime = (at: string | number | Date, language: Language = languageNow()): string =>
  written(at, 'clock', language)

export const hourMinute = (at: string | number | Date, language: Language = languageNow()): string =>
  written(at, 'minute', language)

let zone: string | undefined

export function timeZone(): string {
  zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone
}

/** Exact, with zone: what a hover or focus shows. */
export const exactTime = (at: string | number | Date, language: Language = languageNow()): string =>
  `${written(at, 'exact', language)} ${timeZone()}`

/** The clock today, the weekday within the last week, else the date, with its year when that is another one. */
export function shortWhen(at: string | number | Date, nowMs: number, language: Language = languageNow()): string {
  const then = new Date(at)
  const now = new Date(nowMs)
  if (now.toDateString() === then.toDateString()) return hourMinute(then, language)
  const agoMs = nowMs - then.getTime()
  if (agoMs >= 0 && agoMs < 6 * 86_400_000) return written(then, 'weekday', language)
  return written(then, now.getFullYear() === then.getFullYear() ? 'day' : 'date', language)
}

/** Ends with a full stop, whoever wrote it. */
export const sentence = (text: string): string =>
  /[.!?…]$/.test(text.trimEnd()) ? text.trimEnd() : `${text.trimEnd()}.`

/** The clock today, else the day and the clock. */
export function dayAndClock(at: string | number | Date, nowMs: number, language: Language = languageNow()): string {
  const then = new Date(at)
  return new Date(nowMs).toDateString() === then.toDateString()
    ? clockTime(then, language)
    : `${written(then, 'date', language)}, ${hourMinute(then, language)}`
}

export const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12)

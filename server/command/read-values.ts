// The forms that values of flags have, and classic Swarm's words for those that have not. Pure.
import { durationNanoseconds } from '@/server/compose/duration'
import type { Given } from './flags'
import { refuse } from './refusal'

/** In milliseconds. */
export function readDuration(given: Given, name: string, fallback: string): number {
  const text = given.text(name) ?? fallback
  const nanoseconds = durationNanoseconds(text)
  return nanoseconds === undefined ? refuse(`invalid --${name}: time: invalid duration ${text}`) : nanoseconds / 1e6
}

export function readCount(given: Given, name: string, fallback: number): number {
  const text = given.text(name)
  if (text === undefined) return fallback
  return /^[+-]?\d+$/.test(text)
    ? Number(text)
    : refuse(`invalid value "${text}" for flag -${name}: not a whole number`)
}

/** Throws unless it is a host or an IPv4 address with a port. */
export function requireAddress(text: string): string {
  const [, port = ''] = /^[0-9a-zA-Z._-]+:(\d{1,5})$/.exec(text) ?? []
  if (Number(port) >= 1 && Number(port) <= 65_535) return text
  return refuse('--advertise should be of the form ip:port or hostname:port')
}

/** `key=value`, as often as given; a key that comes twice counts as it came last. */
export function readPairs(list: readonly string[], name: string): Map<string, string> {
  return new Map(
    list.map((text) => {
      const at = text.indexOf('=')
      if (at <= 0) refuse(`invalid value "${text}" for flag --${name}: want key=value`)
      return [text.slice(0, at), text.slice(at + 1)] as const
    }),
  )
}

/** The only word that is left, or the variable of the same meaning. */
export function readDiscovery(given: Given, env: Record<string, string | undefined>, purpose: string): string {
  if (given.words.length > 1)
    refuse(`one discovery is wanted, these are ${given.words.length}: ${given.words.join(' ')}`)
  const text = given.words[0] ?? env.SWARM_DISCOVERY ?? ''
  return text === '' ? refuse(`discovery required to ${purpose} a cluster`) : text
}

// A pin as people say it, and where it stands once it is written.
import type { Pin } from '@/lib/compose-text/pin-edits'

export const pinWords = (pin: Pin): string => (pin.kind === 'host' ? pin.name : `${pin.key}=${pin.value}`)

/** The line of the pin among those that differ, counted from 1. */
export function pinLine(before: string, after: string, pin: Pin): number {
  const old = new Set(before.split('\n'))
  const wanted = pin.kind === 'host' ? pin.name : pin.value
  const lines = after.split('\n')
  const fresh = lines.findIndex((line) => !old.has(line) && line.includes(wanted))
  return (fresh < 0 ? lines.findIndex((line) => line.includes(wanted)) : fresh) + 1 || 1
}

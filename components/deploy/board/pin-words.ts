// A pin as people say it, and where it stands once it is written.
import type { ComposeFile, Pin } from '@/lib/compose-text/pin-edits'

export const pinWords = (pin: Pin): string => (pin.kind === 'host' ? pin.name : `${pin.key}=${pin.value}`)

/** The line of the pin among those that differ, counted from 1. */
export function pinLine(before: string, after: string, pin: Pin): number {
  const old = new Set(before.split('\n'))
  const wanted = pin.kind === 'host' ? pin.name : pin.value
  const lines = after.split('\n')
  const fresh = lines.findIndex((line) => !old.has(line) && line.includes(wanted))
  return (fresh < 0 ? lines.findIndex((line) => line.includes(wanted)) : fresh) + 1 || 1
}

const bindings = (files: readonly ComposeFile[]) =>
  files.flatMap(({ content }) => content.split('\n').filter((line) => line.includes('==')))

const without = (lines: readonly string[], others: readonly string[]): string[] => {
  const left = [...others]
  return lines.flatMap((line) => {
    const at = left.indexOf(line)
    if (at < 0) return line.replace(/^\s*(?:- )?/, '')
    left.splice(at, 1)
    return []
  })
}

/** What the texts say once they are edited, and what they said in its place: the constraints alone. */
export function pinChange(before: readonly ComposeFile[], after: readonly ComposeFile[]) {
  const old = bindings(before)
  const fresh = bindings(after)
  return { added: without(fresh, old), removed: without(old, fresh) }
}

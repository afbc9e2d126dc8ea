// How far each of many is, for a reader at its own pace: who does not read slows nobody down and fills no memory, as of each only the
// newest line waits; and since the newest is in the end how it ended, no outcome is lost.
import type { Writable } from 'node:stream'

export type LatestLines = {
  /** In the place of what still waits of the same one. */
  write(of: string, line: object): void
  end(last: readonly object[]): void
}

const textOf = (line: object): string => `${JSON.stringify(line)}\r\n`

export function createLatestLines(out: Pick<Writable, 'write' | 'end' | 'on'>): LatestLines {
  const waiting = new Map<string, object>()
  let isFull = false
  const flush = () => {
    for (const [of, line] of waiting) {
      if (isFull) return
      waiting.delete(of)
      isFull = !out.write(textOf(line))
    }
  }
  out.on('drain', () => {
    isFull = false
    flush()
  })
  return {
    write(of, line) {
      waiting.set(of, line)
      flush()
    },
    end(last) {
      const text = [...waiting.values(), ...last].map(textOf).join('')
      waiting.clear()
      out.end(text)
    },
  }
}

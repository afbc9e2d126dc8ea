// Where the console keeps the little that the Docker API has to know again after a restart: few, seldom changed, and of no use to
// anybody else, so a file is enough.
import { readFileSync, statSync } from 'node:fs'
import { rename, utimes, writeFile } from 'node:fs/promises'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'

export type KeptFile = {
  read(): unknown
  /** Since it was last written or touched. */
  ageMs(): number
  /** Resolves when it is done, or could not be. */
  write(value: unknown): Promise<void>
  /** What is there is still right; not if a later word could not be written. */
  touch(): void
  settled(): Promise<void>
}

/** `what`: as it is called when it cannot be kept. */
export function keptFile(file: string, log: Pick<Log, 'warn'>, what: string): KeptFile {
  let writing = Promise.resolve()
  let isBehind = false
  const put = async (text: string) => {
    try {
      await writeFile(`${file}.new`, text, { mode: 0o600 })
      await rename(`${file}.new`, file)
      isBehind = false
    } catch (error) {
      isBehind = true
      log.warn({ file, reason: messageOf(error) }, `${what} are not kept`)
    }
  }
  const then = (work: () => Promise<void>): Promise<void> => {
    writing = writing.then(work)
    return writing
  }
  return {
    read() {
      try {
        return JSON.parse(readFileSync(file, 'utf8'))
      } catch {
        return undefined
      }
    },
    ageMs: () => Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
    write(value) {
      const text = JSON.stringify(value)
      return then(() => put(text))
    },
    // One that is not there yet has nothing to be known of.
    touch: () =>
      void then(async () => {
        if (!isBehind) await utimes(file, new Date(), new Date()).catch(() => undefined)
      }),
    settled: () => writing,
  }
}

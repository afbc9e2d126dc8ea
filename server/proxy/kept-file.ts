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
  write(value: unknown): void
  touch(): void
  settled(): Promise<void>
}

/** `what`: as it is called when it cannot be kept. */
export function keptFile(file: string, log: Pick<Log, 'warn'>, what: string): KeptFile {
  let writing = Promise.resolve()
  const put = async (text: string) => {
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  const then = (work: () => Promise<void>) => {
    writing = writing.then(work).catch((error: unknown) => {
      log.warn({ file, reason: messageOf(error) }, `${what} are not kept`)
    })
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
      then(() => put(text))
    },
    // One that is not there yet has nothing to be known of.
    touch: () => then(() => utimes(file, new Date(), new Date()).catch(() => undefined)),
    settled: () => writing,
  }
}

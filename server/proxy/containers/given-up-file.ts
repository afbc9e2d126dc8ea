// Where the console keeps which creates it has given up: few, seldom, and of no use to anybody else, so a file is enough.
import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { KeptGivenUp } from './given-up'

export function givenUpFile(file: string, log: Pick<Log, 'warn'>): KeptGivenUp & { settled(): Promise<void> } {
  let writing = Promise.resolve()
  const put = async (text: string) => {
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return {
    read() {
      try {
        return JSON.parse(readFileSync(file, 'utf8'))
      } catch {
        return undefined
      }
    },
    write(entries) {
      const text = JSON.stringify(entries)
      writing = writing
        .then(() => put(text))
        .catch((error: unknown) => {
          log.warn({ file, reason: messageOf(error) }, 'creates that were given up are not kept')
        })
    },
    settled: () => writing,
  }
}

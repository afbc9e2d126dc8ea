// Keeps an eye on where hosts are listed, and tells the whole list whenever it differs.

import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { type DiscoverySpec, parseNodeFile } from './spec'

export type WatchOptions = { log: Log; pollMs?: number }
type Listener = (addresses: string[]) => void

const isSame = (one: readonly string[] | undefined, other: readonly string[]): boolean =>
  one !== undefined && one.length === other.length && one.every((address, position) => address === other[position])

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A file that is missing or unreadable leaves the last list as it is: a vanished file must not vanish the cluster. */
function watchNodeFile(path: string, listener: Listener, { log, pollMs = 1_000 }: WatchOptions): () => void {
  let isStopped = false
  let current: string[] | undefined
  let reading: Promise<void> = Promise.resolve()

  const read = async () => {
    if (isStopped) return
    try {
      let text = await readFile(path, 'utf8')
      if (text.trim() === '' && current !== undefined && current.length > 0) {
        // Many editors empty a file before they write it.
        await sleep(pollMs / 2)
        text = await readFile(path, 'utf8')
      }
      const { addresses, problems } = parseNodeFile(text)
      for (const { line, message } of problems)
        log.warn({ path, line }, `a line of the discovery file is left out: ${message}`)
      if (isStopped || isSame(current, addresses)) return
      current = addresses
      listener(addresses)
    } catch (error) {
      log.warn({ path }, `the discovery file cannot be read, the last list stays: ${messageOf(error)}`)
      if (current === undefined && !isStopped) {
        current = []
        listener([])
      }
    }
  }
  const readNext = () => {
    reading = reading.then(read)
  }
  watchFile(path, { interval: pollMs }, readNext)
  readNext()
  return () => {
    isStopped = true
    unwatchFile(path, readNext)
  }
}

/** Calls `listener` once at first, then at every change, never at the same list twice. */
export function watch(spec: DiscoverySpec, listener: Listener, options: WatchOptions): () => void {
  if (spec.kind === 'file') return watchNodeFile(spec.path, listener, options)
  let isStopped = false
  queueMicrotask(() => {
    if (!isStopped) listener([...new Set(spec.addresses)])
  })
  return () => {
    isStopped = true
  }
}

/** All sources as one list, told first when each of them has said something. */
export function watchAll(specs: readonly DiscoverySpec[], listener: Listener, options: WatchOptions): () => void {
  const lists: (string[] | undefined)[] = specs.map(() => undefined)
  let told: string[] | undefined
  const stops = specs.map((spec, position) =>
    watch(
      spec,
      (addresses) => {
        lists[position] = addresses
        if (lists.includes(undefined)) return
        const all = [...new Set(lists.flatMap((list) => list ?? []))]
        if (isSame(told, all)) return
        told = all
        listener(all)
      },
      options,
    ),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

// Keeps an eye on where hosts are listed, and tells the whole list whenever it differs.

import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { followStore } from './follow-store'
import { type DiscoverySpec, parseNodeFile } from './spec'
import { openStore } from './stores/open-store'

export type WatchOptions = {
  log: Log
  pollMs?: number
  /** How often hosts report to a store. */
  heartbeatMs?: number
  /** A source that cannot be read at first is waited for, rather than told as an empty list. */
  isPatient?: boolean
}
/** Classic Swarm's. */
const usualHeartbeatMs = 60_000
const reportsAwaited = 3

type Listener = (addresses: string[]) => void

const isSame = (one: readonly string[] | undefined, other: readonly string[]): boolean =>
  one !== undefined && one.length === other.length && one.every((address, position) => address === other[position])

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A file that is missing or unreadable leaves the last list as it is: a vanished file must not vanish the cluster. */
function watchNodeFile(
  path: string,
  listener: Listener,
  { log, pollMs = 1_000, isPatient = false }: WatchOptions,
): () => void {
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
      if (current === undefined && !isStopped && !isPatient) {
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
  if (spec.kind === 'store') {
    const { log, heartbeatMs = usualHeartbeatMs, isPatient = false } = options
    const store = openStore(spec.address)
    return followStore(store, spec.paths, listener, { log, graceMs: reportsAwaited * heartbeatMs, isPatient })
  }
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

/** What all sources say at first. Throws when one of them says nothing in time. */
export function readOnce(specs: readonly DiscoverySpec[], timeoutMs: number, options: WatchOptions): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const stop = watchAll(
      specs,
      (addresses) => {
        clearTimeout(timer)
        queueMicrotask(() => stop())
        resolve(addresses)
      },
      { ...options, isPatient: true },
    )
    const timer = setTimeout(() => {
      stop()
      reject(new AppError('host_unreachable', `Discovery says nothing within ${timeoutMs / 1000} s`))
    }, timeoutMs)
  })
}

// How containers were made, over a restart: a server that is killed while a host is lost, or started anew while one dies, could
// not ask that host any more. What is older than a restart takes is not believed: others may have acted since.
import { z } from 'zod'
import { type Container, container } from '@/lib/contract/containers'
import { listOf } from '@/lib/json-value'
import type { CreateRequest } from '@/server/recreate/types'
import type { KeptFile } from '../kept-file'

export type KeptRequests = Pick<KeptFile, 'read' | 'ageMs' | 'write' | 'touch'>
export type KeptRequest = { container: Container; request: CreateRequest }

const oldestMs = 10 * 60_000
const touchMs = 60_000
/** Many containers change together, and all of them are written each time: of thousands that takes its time, so that it is done seldom. */
const gatherMs = 1_000
const longestGatherMs = 60_000
const restPerWrite = 20

const fields = z.record(z.string(), z.unknown())
const stored = z.object({
  container,
  request: z.object({
    body: z.intersection(fields, z.object({ HostConfig: fields })),
    networks: z.array(z.object({ name: z.string(), endpoint: fields })),
  }),
})

export type RequestsKeeper = { before: KeptRequest[]; changed(): void; stop(): void }

export function keepRequests(kept: KeptRequests | undefined, now: () => KeptRequest[]): RequestsKeeper {
  if (kept === undefined) return { before: [], changed: () => undefined, stop: () => undefined }
  // Of a clock that was set back nobody knows how long ago that was.
  let isBelieved = Math.abs(kept.ageMs()) <= oldestMs
  const before = (isBelieved ? listOf(kept.read()) : []).flatMap((each) => {
    const { data } = stored.safeParse(each)
    return data ? [data as KeptRequest] : []
  })
  let pauseMs = gatherMs
  let gathering: NodeJS.Timeout | undefined
  const write = async () => {
    gathering = undefined
    isBelieved = true
    const startedAt = performance.now()
    await kept.write(now())
    pauseMs = Math.min(longestGatherMs, Math.max(gatherMs, restPerWrite * (performance.now() - startedAt)))
  }
  const touching = setInterval(() => {
    // What was too old stays so until it is written anew.
    if (isBelieved) kept.touch()
  }, touchMs)
  touching.unref()
  return {
    before,
    changed() {
      gathering ??= setTimeout(write, pauseMs).unref()
    },
    stop() {
      clearInterval(touching)
      if (gathering === undefined) return
      clearTimeout(gathering)
      void write()
    },
  }
}

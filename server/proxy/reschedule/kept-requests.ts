// How containers were made, over a restart: a server that is killed while a host is lost, or started anew while one dies, could
// not ask that host any more. What is older than a restart takes is not believed: others may have acted since.
import { z } from 'zod'
import { type Container, container } from '@/lib/contract/containers'
import type { CreateRequest } from '@/server/recreate/types'
import type { KeptFile } from '../kept-file'

export type KeptRequests = Pick<KeptFile, 'read' | 'ageMs' | 'write' | 'touch'>
export type KeptRequest = { container: Container; request: CreateRequest }

const oldestMs = 10 * 60_000
const touchMs = 60_000
/** Many containers change together. */
const gatherMs = 1_000

const fields = z.record(z.string(), z.unknown())
const stored = z.array(
  z.object({
    container,
    request: z.object({
      body: z.intersection(fields, z.object({ HostConfig: fields })),
      networks: z.array(z.object({ name: z.string(), endpoint: fields })),
    }),
  }),
)

export type RequestsKeeper = { before: KeptRequest[]; changed(): void; stop(): void }

export function keepRequests(kept: KeptRequests | undefined, now: () => KeptRequest[]): RequestsKeeper {
  if (kept === undefined) return { before: [], changed: () => undefined, stop: () => undefined }
  const before = kept.ageMs() > oldestMs ? [] : ((stored.safeParse(kept.read()).data ?? []) as KeptRequest[])
  let written = ''
  let gathering: NodeJS.Timeout | undefined
  const write = () => {
    gathering = undefined
    const all = now()
    const text = JSON.stringify(all)
    if (text === written) return
    written = text
    kept.write(all)
  }
  const touching = setInterval(() => kept.touch(), touchMs)
  touching.unref()
  return {
    before,
    changed() {
      gathering ??= setTimeout(write, gatherMs).unref()
    },
    stop() {
      clearInterval(touching)
      if (gathering === undefined) return
      clearTimeout(gathering)
      write()
    },
  }
}

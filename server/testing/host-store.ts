// A host store in memory, and a log that says nothing.
import type { HostStore, StoredHost } from '@/server/cluster/types'
import type { Log } from '@/server/log'

export type MemoryHostStore = HostStore & { rows: Map<string, StoredHost> }

export function memoryHostStore(rows: StoredHost[] = []): MemoryHostStore {
  const kept = new Map(rows.map((row) => [row.id, row]))
  return {
    rows: kept,
    list: async () => [...kept.values()],
    put: async (host) => void kept.set(host.id, host),
    remove: async (id) => void kept.delete(id),
  }
}

const nothing = () => undefined
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silentLog }

// Keeps the hosts for as long as the program runs, where there is no database: discovery names them anew at each start.
import type { HostStore, StoredHost } from './types'

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

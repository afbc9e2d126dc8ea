// A host store in memory, and a log that says nothing.
import type { Log } from '@/server/log'

export { type MemoryHostStore, memoryHostStore } from '@/server/cluster/memory-host-store'

const nothing = () => undefined
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silentLog }

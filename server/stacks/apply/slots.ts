// How many operations run at once on one host: enough to keep an engine busy, too few to choke it.
import type { OperationKind } from '@/lib/contract/deployments'

const imageKinds = new Set<OperationKind>(['pull-image', 'build-image', 'push-image', 'copy-image'])
const limits = { image: 3, container: 3 }

/** Waiting costs nothing and has no limit. */
const poolOf = (kind: OperationKind): 'image' | 'container' | null =>
  kind === 'wait-container' ? null : imageKinds.has(kind) ? 'image' : 'container'

export type Slots = {
  take(hostId: string, kind: OperationKind): boolean
  release(hostId: string, kind: OperationKind): void
}

export const createSlots = (): Slots => {
  const taken = new Map<string, number>()
  const keyOf = (hostId: string, kind: OperationKind) => {
    const pool = poolOf(kind)
    return pool === null ? null : { key: `${pool} ${hostId}`, limit: limits[pool] }
  }
  return {
    take: (hostId, kind) => {
      const pool = keyOf(hostId, kind)
      if (pool === null) return true
      const count = taken.get(pool.key) ?? 0
      if (count >= pool.limit) return false
      taken.set(pool.key, count + 1)
      return true
    },
    release: (hostId, kind) => {
      const pool = keyOf(hostId, kind)
      if (pool !== null) taken.set(pool.key, Math.max(0, (taken.get(pool.key) ?? 0) - 1))
    },
  }
}

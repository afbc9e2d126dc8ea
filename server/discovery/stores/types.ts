// A key-value store as discovery and the choice of a primary need it: few words that etcd, Consul and ZooKeeper all have.

/** Name below the watched path → value; the value of the path itself, where it has one, under ''. */
export type Entries = ReadonlyMap<string, string>

export type Lease = {
  /** From when on the clock of `performance.now()` it could have ended, unless it is renewed. */
  validUntil(): number
  /** Throws LeaseLost when it is over, anything else when the store could not be asked. */
  renew(): Promise<void>
  /** Gives it back at once. */
  release(): Promise<void>
}

export class LeaseLost extends Error {}

export type Store = {
  /** Tells at first and after each change. Resolves when `signal` ends it, rejects when the store is lost. */
  watch(path: string, tell: (entries: Entries) => void, signal: AbortSignal): Promise<void>
  /** A key that goes away unless it is put again within `ttlMs`. */
  put(key: string, value: string, ttlMs: number): Promise<void>
  /** Null: somebody else has it. */
  acquire(key: string, value: string, ttlMs: number): Promise<Lease | null>
  /** As `watch`: the value of whoever has the lock. Null: it is worth asking for it. */
  watchHolder(key: string, tell: (holder: string | null) => void, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Keys alone, of which any may be a lock. */
export type KeyStore = Omit<Store, 'watchHolder'>

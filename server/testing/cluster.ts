// A cluster over fake engines, with times short enough for unit tests, and everything ended afterwards.
import { type ClusterOptions, createCluster } from '@/server/cluster/cluster'
import type { ClusterTimes } from '@/server/cluster/options'
import type { Cluster, ClusterChange } from '@/server/cluster/types'
import { type FakeEngine, type FakeEngineOptions, startFakeEngine } from './fake-engine'
import { type MemoryHostStore, memoryHostStore, silentLog } from './host-store'

export const quickTimes: Partial<ClusterTimes> = {
  heartbeatMs: 30,
  pingTimeoutMs: 100,
  connectTimeoutMs: 200,
  readTimeoutMs: 500,
  retryMs: 20,
  maxRetryMs: 60,
  unreachableAfterMs: 100,
  resyncMinMs: 60_000,
  resyncMaxMs: 60_000,
  looksPerSecond: 1_000,
  batchMs: 5,
}

export type TestCluster = {
  cluster: Cluster
  store: MemoryHostStore
  changes: ClusterChange[]
  /** Starts a fake engine that `end` stops. */
  engine(options?: FakeEngineOptions): Promise<FakeEngine>
  end(): Promise<void>
}

export function openTestCluster(times: Partial<ClusterTimes> = {}, options: Partial<ClusterOptions> = {}): TestCluster {
  const store = memoryHostStore()
  const engines: FakeEngine[] = []
  const changes: ClusterChange[] = []
  const cluster = createCluster({ store, log: silentLog, times: { ...quickTimes, ...times }, ...options })
  cluster.subscribe((change) => changes.push(change))
  return {
    cluster,
    store,
    changes,
    async engine(fakeOptions) {
      const engine = await startFakeEngine(fakeOptions)
      engines.push(engine)
      return engine
    },
    async end() {
      await cluster.stop()
      await Promise.all(engines.map((engine) => engine.stop().catch(() => undefined)))
    },
  }
}

import { expect, it } from 'vitest'
import type { Cluster, ClusterChange } from './types'
import { untilCluster } from './until'

function listened() {
  const listeners = new Set<(change: ClusterChange) => void>()
  const subscribe = (listener: (change: ClusterChange) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const change = () => {
    for (const listener of listeners) listener({} as ClusterChange)
  }
  return { cluster: { subscribe } as unknown as Cluster, listeners, change }
}

it('ends at once, or with the change that brings it, and listens no longer', async () => {
  const { cluster, listeners, change } = listened()
  await untilCluster(cluster, () => true, 60_000)
  expect(listeners.size).toBe(0)
  let isSo = false
  const waiting = untilCluster(cluster, () => isSo, 60_000)
  change()
  expect(listeners.size).toBe(1)
  isSo = true
  change()
  await waiting
  expect(listeners.size).toBe(0)
})

it('waits no longer than it may', async () => {
  const { cluster, listeners } = listened()
  await untilCluster(cluster, () => false, 5)
  expect(listeners.size).toBe(0)
})

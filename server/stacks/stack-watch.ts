// Tells which stacks look different after the cluster changed, gathered over a moment.
import type { Cluster } from '@/server/cluster/types'
import { composeLabel } from './labels'

const gatherMs = 100

export const watchStacks = (cluster: Cluster, tell: (stack: string) => void): (() => void) => {
  const stackOf = new Map<string, string>()
  const touched = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  for (const { id, labels } of cluster.snapshot().containers) {
    const stack = labels[composeLabel.project]
    if (stack !== undefined) stackOf.set(id, stack)
  }
  const unsubscribe = cluster.subscribe(({ containers }) => {
    for (const { id, labels } of containers.upserted) {
      const stack = labels[composeLabel.project]
      if (stack === undefined) continue
      stackOf.set(id, stack)
      touched.add(stack)
    }
    for (const id of containers.removed) {
      const stack = stackOf.get(id)
      stackOf.delete(id)
      if (stack !== undefined) touched.add(stack)
    }
    if (touched.size === 0) return
    timer ??= setTimeout(() => {
      timer = null
      const stacks = [...touched]
      touched.clear()
      for (const stack of stacks) tell(stack)
    }, gatherMs)
  })
  return () => {
    unsubscribe()
    if (timer !== null) clearTimeout(timer)
  }
}

// Which containers have ended, from the changes of the cluster: an engine tells when one finished last, and that is another
// moment after each end, also where it runs again before anybody looks. Pure.
import type { Container } from '@/lib/contract/containers'
import type { ClusterChange } from '@/server/cluster/types'

export function createEndTracker(seen: readonly Container[] = []) {
  const finishedAt = new Map<string, string | null>()
  const readHosts = new Set<string>()
  const keep = (container: Container) => {
    finishedAt.set(container.id, container.finishedAt)
    readHosts.add(container.hostId)
  }
  seen.forEach(keep)

  /** What is new on a host that is read for the first time may have ended long ago, and its engine still has its log. */
  const hasEnded = ({ id, hostId, finishedAt: now, known }: Container): boolean => {
    const before = finishedAt.get(id)
    if (!known || now === null || now === before) return false
    return before !== undefined || readHosts.has(hostId)
  }
  return ({ containers }: Pick<ClusterChange, 'containers'>): Container[] => {
    const ended = containers.upserted.filter(hasEnded)
    containers.upserted.forEach(keep)
    for (const id of containers.removed) finishedAt.delete(id)
    return ended
  }
}

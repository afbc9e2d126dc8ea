// Everything that clients are told as it happens, as one stream of events from the parts that know.
import type { LiveEvent } from '@/lib/contract/events'
import type { ClusterChange } from '@/server/cluster/types'
import type { ApiParts } from '../parts'
import { shownContainer } from '../shown'

export const eventsOfChange = (change: ClusterChange): LiveEvent[] => {
  const events: LiveEvent[] = []
  const { hosts, containers, revision } = change
  if (hosts.upserted.length + hosts.removed.length > 0) {
    events.push({ type: 'hosts', upserts: hosts.upserted, removed: hosts.removed })
  }
  if (containers.upserted.length + containers.removed.length > 0) {
    events.push({
      type: 'containers',
      upserts: containers.upserted.map(shownContainer),
      removed: containers.removed,
      revision,
    })
  }
  const what = (['networks', 'images', 'volumes', 'overlay'] as const).filter((part) => change[part])
  if (what.length > 0) events.push({ type: 'changed', what })
  return events
}

export const subscribeLive = (
  { cluster, stacks, moves, activity }: Pick<ApiParts, 'cluster' | 'stacks' | 'moves' | 'activity'>,
  listener: (event: LiveEvent) => void,
): (() => void) => {
  const ends = [
    cluster.subscribe((change) => eventsOfChange(change).forEach(listener)),
    stacks.subscribe(listener),
    moves.subscribe((move) => listener({ type: 'move', move })),
    activity.subscribe((entry) => listener({ type: 'activity', entry })),
  ]
  return () => {
    for (const end of ends) end()
  }
}

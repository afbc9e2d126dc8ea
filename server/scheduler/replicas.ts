// How many containers of one service each host has: what max_replicas_per_node and spread preferences count.
import type { PlacementState, Watch } from './state'
import type { PlacementRequest } from './types'
import { addWatch, findWatch } from './watches'

export interface ServiceName {
  stack: string
  service: string
}

export const replicatedService = ({ stack, service }: PlacementRequest): ServiceName | null =>
  service === undefined ? null : { stack: stack ?? '', service }

export function replicaWatch(state: PlacementState, asked: ServiceName): Watch {
  const key = `service ${asked.stack}/${asked.service}`
  return (
    findWatch(state, key) ??
    addWatch(state, key, ({ stack, service }) => (service === asked.service && (stack ?? '') === asked.stack ? 1 : 0))
  )
}

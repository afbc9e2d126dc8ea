// What the acts on networks share.
import type { OverlayContext } from './overlay-context'
import type { SubnetPool, UsedRange } from './subnets'

export type NetworksContext = OverlayContext & {
  pools: SubnetPool[]
  /** How long Swarm mode may take to grant a subnet. */
  subnetGrantMs: number
  /** The networks the hosts themselves are on. */
  hostRanges: () => Promise<UsedRange[]>
}

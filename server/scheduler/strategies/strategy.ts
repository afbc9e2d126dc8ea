// A strategy says which of the hosts that passed is the best: a weight to order by, or chance.
import type { StrategyName } from '@/lib/contract/placements'

export interface Strategy {
  name: StrategyName
  /** Health counts ten times, so that it outweighs CPU and memory together. Null: chance decides, nothing is weighed. */
  order: { healthFactor: number; lowestWins: boolean } | null
}

// Evenly: the host with the least reserved, then the one with the fewest containers.
import type { Strategy } from './strategy'

export const spread: Strategy = { name: 'spread', order: { healthFactor: -10, lowestWins: true } }

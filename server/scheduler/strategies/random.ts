// Any host that passed, by a random number that the caller gives.
import type { Strategy } from './strategy'

export const random: Strategy = { name: 'random', order: null }

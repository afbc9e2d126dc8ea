// Tightly: the fullest host that still has room, then the one with the most containers, to keep others free.
import type { Strategy } from './strategy'

export const binpack: Strategy = { name: 'binpack', order: { healthFactor: 10, lowestWins: false } }

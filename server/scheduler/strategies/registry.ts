// All strategies by name.
import type { StrategyName } from '@/lib/contract/placements'
import { binpack } from './binpack'
import { random } from './random'
import { spread } from './spread'
import type { Strategy } from './strategy'

export const strategies: Readonly<Record<StrategyName, Strategy>> = { spread, binpack, random }

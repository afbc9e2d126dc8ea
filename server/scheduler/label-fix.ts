// The change of a label that makes a host meet a rule, in the words of the button.
import type { Fix } from '@/lib/contract/placements'
import { ownValue } from './own-value'
import type { PlacementHost } from './types'

/** They come from the engine itself, nobody can set them. */
const builtIns = new Set(['node', 'storagedriver', 'kernelversion', 'operatingsystem', 'ostype', 'executiondriver'])

/** `literal` is the only value that is meant, null when the rule is a pattern. */
export function labelFix(host: PlacementHost, key: string, operator: '==' | '!=', literal: string | null): Fix | null {
  if (builtIns.has(key) || literal === null) return null
  const actual = ownValue(host.labels, key)
  if (operator === '!=')
    return { kind: 'label-host', text: `Change label ${key} of ${host.name}, now ${actual ?? 'missing'}` }
  return {
    kind: 'label-host',
    text:
      actual === undefined
        ? `Add label ${key}=${literal} to ${host.name}`
        : `Change label ${key} of ${host.name} from ${actual} to ${literal}`,
  }
}

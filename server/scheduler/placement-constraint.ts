// Swarm mode's constraint syntax, as in `deploy.placement.constraints`: `node.labels.zone == kiel`, `node.role != manager`.
// Unlike the classic one it compares whole values, without regard to case, and knows no patterns and no soft form.
import type { ExpressionError } from './expression'
import { ownValue } from './own-value'
import { architectureName } from './platform-name'
import type { PlacementHost } from './types'

export interface PlacementConstraint {
  key: string
  operator: '==' | '!='
  value: string
}

const keyForm = /^[a-z_][a-z0-9\-_./]*$/i
const nodeLabels = 'node.labels.'
const engineLabels = 'engine.labels.'
const plainKeys: Record<string, (host: PlacementHost) => string[]> = {
  'node.id': (host) => [host.id, ...(host.aliases ?? [])],
  'node.hostname': (host) => [host.name],
  'node.ip': (host) => [host.ip ?? ''],
  'node.role': (host) => [host.role ?? 'worker'],
  'node.platform.os': (host) => [host.platform?.os ?? ''],
  'node.platform.arch': (host) => [architectureName(host.platform?.architecture ?? '')],
}

export function parsePlacementConstraint(source: string): PlacementConstraint | ExpressionError {
  const operator = source.includes('==') ? '==' : source.includes('!=') ? '!=' : null
  if (operator === null) return { source, error: `'${source}' needs == or !=` }
  const at = source.indexOf(operator)
  const key = source.slice(0, at).trim()
  const value = source.slice(at + operator.length).trim()
  if (!keyForm.test(key)) return { source, error: `Key '${key}' is invalid` }
  if (value === '') return { source, error: `'${source}' compares with nothing` }
  if (!Object.hasOwn(plainKeys, key) && labelKeyOf(key) === null) {
    return {
      source,
      error: `'${key}' is not known; use node.labels.x, engine.labels.x, ${Object.keys(plainKeys).join(', ')}`,
    }
  }
  return { key, operator, value }
}

/** The label that `node.labels.x` or `engine.labels.x` speaks of. */
export function labelKeyOf(key: string): string | null {
  for (const prefix of [nodeLabels, engineLabels]) {
    if (key.startsWith(prefix) && key.length > prefix.length) return key.slice(prefix.length)
  }
  return null
}

/** Null: a label the host does not have. */
export function placementValues(key: string, host: PlacementHost): string[] | null {
  if (Object.hasOwn(plainKeys, key)) return plainKeys[key]?.(host) ?? null
  const label = labelKeyOf(key)
  if (label === null) return null
  const labels = key.startsWith(engineLabels) ? (host.engineLabels ?? host.labels) : host.labels
  const value = ownValue(labels, label)
  return value === undefined ? null : [value]
}

export function meetsPlacement({ key, operator, value }: PlacementConstraint, host: PlacementHost): boolean {
  const wanted = (key === 'node.platform.arch' ? architectureName(value) : value).toLowerCase()
  const isEqual = (placementValues(key, host) ?? ['']).some((actual) => actual.toLowerCase() === wanted)
  return isEqual === (operator === '==')
}

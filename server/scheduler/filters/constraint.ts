// Classic constraints: `node` is the host's id or name, any other key a label of the host, a missing label is empty.
import type { Fix } from '@/lib/contract/placements'
import { type Expression, holds } from '../expression'
import type { Filter } from '../filter'
import { type HostSet, keepOnly, takeAway } from '../host-set'
import { labelFix } from '../label-fix'
import { ownValue } from '../own-value'
import { literalOf } from '../pattern'
import type { PlacementState } from '../state'
import type { PlacementHost } from '../types'
import { hostMask } from '../watches'

const valuesOf = (key: string, host: PlacementHost): string[] =>
  key === 'node' ? [host.id, host.name, ...(host.aliases ?? [])] : [ownValue(host.labels, key) ?? '']

const matching = (state: PlacementState, { key, value, matches }: Expression): HostSet =>
  hostMask(state, `constraint ${key} ${value}`, (host) => valuesOf(key, host).some(matches))

const soften = ({ key, operator, value, text }: Expression): Fix => ({
  kind: 'soften-rule',
  text: `Make ${text} a wish: constraint:${key}${operator}~${value}`,
})

export const constraint: Filter<Expression> = {
  name: 'constraint',
  questions: ({ expressions }) => expressions.constraint,
  narrow(state, expression, among) {
    if (expression.operator === '==') keepOnly(among, matching(state, expression))
    else takeAway(among, matching(state, expression))
  },
  passes: (_state, expression, { host }) => holds(expression, valuesOf(expression.key, host).some(expression.matches)),
  isSoft: ({ soft }) => soft,
  condition: ({ text }) => text,
  wants: ({ key, operator, value }) => `${key} ${operator} ${value}`,
  actual: (_state, { key }, { host }) => (key === 'node' ? host.name : (ownValue(host.labels, key) ?? 'no such label')),
  fix(_state, expression, { host }) {
    const { key, operator, value, soft } = expression
    const literal = literalOf(value)
    const byLabel = key === 'node' ? null : labelFix(host, key, operator, literal)
    if (byLabel) return byLabel
    return soft ? { kind: 'drop-rule', text: `Drop constraint ${expression.text}` } : soften(expression)
  },
}

// Near to (or away from) what a host already has: a container by id or name, an image, or a label of its containers.
import type { Fix } from '@/lib/contract/placements'
import { type Expression, holds } from '../expression'
import { type Filter, listed } from '../filter'
import { type HostSet, hasSlot, keepOnly, takeAway } from '../host-set'
import { imageNames } from '../image-names'
import { ownValue } from '../own-value'
import { literalOf } from '../pattern'
import type { HostRecord, PlacementState } from '../state'
import type { PlacementContainer } from '../types'
import { addWatch, findWatch, hostMask } from '../watches'

// A container without the label counts as having it empty.
const labelOf = (container: PlacementContainer, key: string) => ownValue(container.labels, key) ?? ''

const isNamedSo = ({ matches }: Expression, { id, name }: PlacementContainer) =>
  name !== '' && (matches(name) || matches(id))

function fits(expression: Expression, container: PlacementContainer) {
  return expression.key === 'container'
    ? isNamedSo(expression, container)
    : expression.matches(labelOf(container, expression.key))
}

/** The hosts on which something matches. */
function matching(state: PlacementState, expression: Expression): HostSet {
  const { key, value, matches } = expression
  if (key === 'image') {
    return hostMask(state, `image ${value}`, (host) => imageNames(host.images).some(matches))
  }
  const watchKey = `affinity ${key} ${value}`
  const watch =
    findWatch(state, watchKey) ?? addWatch(state, watchKey, (container) => (fits(expression, container) ? 1 : 0))
  return watch.present
}

const matchesOn = (expression: Expression, record: HostRecord): PlacementContainer[] =>
  [...record.containers.values()].filter((container) => fits(expression, container))

const soften = ({ key, operator, value, text }: Expression): Fix => ({
  kind: 'soften-rule',
  text: `Make ${text} a wish: affinity:${key}${operator}~${value}`,
})

export const affinity: Filter<Expression> = {
  name: 'affinity',
  questions: ({ expressions }) => expressions.affinity,
  narrow(state, expression, among) {
    if (expression.operator === '==') keepOnly(among, matching(state, expression))
    else takeAway(among, matching(state, expression))
  },
  passes: (state, expression, { slot }) => holds(expression, hasSlot(matching(state, expression), slot)),
  isSoft: ({ soft }) => soft,
  condition: ({ text, soft }) => `${text} (soft=${soft})`,
  wants: ({ key, operator, value }) => `${key} ${operator} ${value}`,
  actual(_state, expression, record) {
    const { key } = expression
    if (key === 'image') {
      const found = imageNames(record.host.images).filter(expression.matches)
      return found.length > 0 ? `has ${listed(found)}` : 'no such image'
    }
    const found = matchesOn(expression, record)
    if (found.length > 0) return listed(found.map(({ name }) => name))
    if (record.containers.size === 0) return 'no containers'
    return key === 'container' ? 'no such container' : `no container with ${key} ${expression.value}`
  },
  fix(_state, expression, record) {
    const { key, operator, value, soft } = expression
    if (key === 'image' && operator === '==') {
      const name = literalOf(value)
      if (name !== null && !name.startsWith('sha256'))
        return { kind: 'other', text: `Pull ${name} on ${record.host.name}` }
    }
    if (key !== 'image' && operator === '!=') {
      const [only, ...others] = matchesOn(expression, record)
      if (only && others.length === 0) return { kind: 'other', text: `Move ${only.name} away from ${record.host.name}` }
    }
    return soft ? { kind: 'drop-rule', text: `Drop affinity ${expression.text}` } : soften(expression)
  },
}

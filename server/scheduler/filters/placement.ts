// `deploy.placement.constraints` of a modern compose file.
import { isExpressionError } from '../expression'
import type { Filter } from '../filter'
import { keepOnly } from '../host-set'
import { labelFix } from '../label-fix'
import {
  labelKeyOf,
  meetsPlacement,
  type PlacementConstraint,
  parsePlacementConstraint,
  placementValues,
} from '../placement-constraint'
import { hostMask } from '../watches'

const textOf = ({ key, operator, value }: PlacementConstraint) => `${key} ${operator} ${value}`

const nothing: readonly PlacementConstraint[] = []

export const placement: Filter<PlacementConstraint> = {
  name: 'placement',
  questions({ request }) {
    if (!request.constraints?.length) return nothing
    const questions: PlacementConstraint[] = []
    for (const source of request.constraints) {
      const parsed = parsePlacementConstraint(source)
      if (isExpressionError(parsed)) return parsed
      questions.push(parsed)
    }
    return questions
  },
  narrow: (state, asked, among) =>
    keepOnly(
      among,
      hostMask(state, `placement ${textOf(asked)}`, (host) => meetsPlacement(asked, host)),
    ),
  passes: (_state, asked, { host }) => meetsPlacement(asked, host),
  condition: textOf,
  wants: textOf,
  actual(_state, { key }, { host }) {
    const values = placementValues(key, host)
    if (values === null) return 'no such label'
    return (key === 'node.id' ? host.id : values[0]) || 'not known'
  },
  fix(_state, asked, { host }) {
    const label = asked.key.startsWith('node.labels.') ? labelKeyOf(asked.key) : null
    const byLabel = label === null ? null : labelFix(host, label, asked.operator, asked.value)
    return byLabel ?? { kind: 'drop-rule', text: `Drop the constraint ${textOf(asked)}` }
  },
}

// `whitelist:node==n1|n2`: exact host names. As in classic Swarm neither the key nor the operator is looked at.
import type { Expression } from '../expression'
import type { Filter } from '../filter'
import { keepOnly } from '../host-set'
import { hostMask } from '../watches'

const isListed = ({ value }: Expression, name: string) => value.split('|').includes(name)

export const whitelist: Filter<Expression> = {
  name: 'whitelist',
  questions: ({ expressions }) => expressions.whitelist,
  narrow: (state, expression, among) =>
    keepOnly(
      among,
      hostMask(state, `whitelist ${expression.value}`, ({ name }) => isListed(expression, name)),
    ),
  passes: (_state, expression, { host }) => isListed(expression, host.name),
  isSoft: ({ soft }) => soft,
  condition: ({ text, soft }) => `${text} (soft=${soft})`,
  wants: ({ value }) => `one of ${value.split('|').join(', ')}`,
  actual: (_state, expression, { host }) => (isListed(expression, host.name) ? 'listed' : 'not listed'),
  fix: (_state, _expression, { host }) => ({ kind: 'other', text: `Add ${host.name} to the whitelist` }),
}

// The columns of the stacks list.

import { RowLink } from '@/components/ui/row-link'
import { StackFlag } from '@/components/ui/stack-flag'
import { State } from '@/components/ui/state'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { stackStatement, stackWords } from '@/lib/client/state-words'
import type { Stack } from '@/lib/contract/stacks'
import type { stackTexts } from '@/lib/texts/stacks'

const runningOf = (stack: Stack) => stack.services.reduce((sum, service) => sum + service.running, 0)
const desiredOf = (stack: Stack) => stack.services.reduce((sum, service) => sum + service.desired, 0)
const hostsOf = (stack: Stack) =>
  new Set(stack.services.flatMap((service) => service.replicas.map((replica) => replica.hostId))).size

export const stackColumns = (t: (typeof stackTexts)['en']): Column<Stack>[] => [
  {
    id: 'name',
    label: t.columns.stack,
    at: 'a',
    priority: 1,
    width: '22%',
    value: (stack) => stack.name,
    render: (stack) => (
      <RowLink className="quiet cn" href={`/stacks/${encodeURIComponent(stack.name)}`}>
        <StackFlag colour={stack.flag} />
        <b>{stack.name}</b>
      </RowLink>
    ),
  },
  {
    id: 'state',
    label: t.columns.state,
    at: 'b',
    priority: 1,
    value: (stack) => stack.state,
    render: (stack) => <State kind={stackWords(stack).kind} words={stackStatement(stack)} />,
  },
  {
    id: 'running',
    label: t.columns.running,
    at: 'c',
    align: 'right',
    width: '92px',
    priority: 1,
    value: runningOf,
    render: (stack) => (
      <span className="num">
        {runningOf(stack)} <span className="dim">/ {desiredOf(stack)}</span>
      </span>
    ),
  },
  {
    id: 'services',
    label: t.columns.services,
    align: 'right',
    width: '84px',
    priority: 2,
    value: (stack) => stack.services.length,
    render: (stack) => <span className="num">{stack.services.length}</span>,
  },
  {
    id: 'hosts',
    label: t.columns.hosts,
    align: 'right',
    width: '70px',
    priority: 2,
    value: hostsOf,
    render: (stack) => <span className="num">{hostsOf(stack)}</span>,
  },
  {
    id: 'revision',
    label: t.columns.revision,
    at: 'd',
    width: '216px',
    priority: 3,
    value: (stack) => stack.deployedAt ?? '',
    render: (stack) =>
      stack.managed && stack.revision !== null ? (
        <span>
          r{stack.revision}{' '}
          {stack.deployedAt && (
            <span className="dim">
              <When at={stack.deployedAt} />, {stack.deployedBy}
            </span>
          )}
        </span>
      ) : (
        <span className="dim hide-s">{stack.managed ? t.noneYet : t.foreign}</span>
      ),
  },
]

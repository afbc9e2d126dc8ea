'use client'
import { Button } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
// What can be done with the chosen containers; each button says how many it reaches.
import { Menu } from '@/components/ui/menu'
import { ScopeBar } from '@/components/ui/scope-bar'
import { count } from '@/lib/client/format'
import { useActBlocked } from '@/lib/client/use-live'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { actWords, leftOutReason } from './act-rules'
import { actIcons } from './container-menu'

const inSight: ContainerAction[] = ['restart', 'stop', 'start']
const behind: ContainerAction[] = ['pause', 'unpause', 'kill']

type Props = { containers: Container[]; onAct: (action: ContainerAction) => void; onClear: () => void }

export function SelectionBar({ containers, onAct, onClear }: Props) {
  const blocked = useActBlocked()
  const reach = (action: ContainerAction) =>
    containers.filter((container) => leftOutReason(container, action, true) === undefined).length
  const hosts = new Set(containers.map((container) => container.hostId)).size
  const stacks = new Set(containers.flatMap((container) => container.stack ?? [])).size
  const silent = containers.filter((container) => !container.known)
  const leftOut =
    silent.length === 0
      ? undefined
      : silent.length === 1 && silent[0]
        ? `${containerTitle(silent[0])} is on ${silent[0].hostName}, which does not answer: it is left out of every action`
        : `${silent.length} are on hosts that do not answer: they are left out of every action`
  const button = (action: ContainerAction) => {
    const reached = reach(action)
    return (
      <Button
        key={action}
        icon={actIcons[action]}
        look={actWords[action].isDanger ? 'danger' : 'default'}
        disabledReason={blocked ?? (reached === 0 ? 'none of the selected can take this' : undefined)}
        onClick={() => onAct(action)}
      >
        {actWords[action].verb} {reached}…
      </Button>
    )
  }
  return (
    <ScopeBar
      count={containers.length}
      where={`on ${count(hosts, 'host')}${stacks > 0 ? `, ${count(stacks, 'stack')}` : ''}`}
      leftOut={leftOut}
      onClear={onClear}
    >
      {inSight.filter((action) => reach(action) > 0).map(button)}
      {button('remove')}
      <Menu
        items={behind.map((action) => ({
          id: action,
          label: `${actWords[action].verb} ${reach(action)}…`,
          icon: actIcons[action],
          danger: actWords[action].isDanger,
          disabledReason: blocked ?? (reach(action) === 0 ? 'none of the selected can take this' : undefined),
          onSelect: () => onAct(action),
        }))}
        button={{ className: 'btn', label: 'More actions', content: 'More' }}
      />
    </ScopeBar>
  )
}

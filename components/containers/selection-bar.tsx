'use client'
// What can be done with the chosen containers; each button says how many it reaches.
import { Button } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { Menu } from '@/components/ui/menu'
import { ScopeBar } from '@/components/ui/scope-bar'
import { usePhone } from '@/components/ui/use-media'
import { count } from '@/lib/client/format'
import { useActBlocked } from '@/lib/client/use-live'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { actWords, leftOutReason } from './act-rules'
import { actIcons } from './container-menu'

const order: ContainerAction[] = ['restart', 'stop', 'start', 'remove']
const rare: ContainerAction[] = ['pause', 'unpause', 'kill']
/** What a phone has room for beside the menu. */
const onPhone = 2

type Props = { containers: Container[]; onAct: (action: ContainerAction) => void; onClear: () => void }

export function SelectionBar({ containers, onAct, onClear }: Props) {
  const blocked = useActBlocked()
  const isPhone = usePhone()
  const reach = (action: ContainerAction) =>
    containers.filter((container) => leftOutReason(container, action, true) === undefined).length
  const useful = order.filter((action) => action === 'remove' || reach(action) > 0)
  const inSight = isPhone ? useful.slice(0, onPhone) : useful
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
      {inSight.map(button)}
      <Menu
        items={[...useful.slice(inSight.length), ...rare].map((action) => ({
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

'use client'
// What can be done with the chosen containers; each button says how many it reaches.
import { ScrollText } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { Menu } from '@/components/ui/menu'
import { ScopeBar } from '@/components/ui/scope-bar'
import { usePhone } from '@/components/ui/use-media'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { mostLogSources } from '@/lib/contract/limits'
import { containerActTexts } from '@/lib/texts/container-acts'
import { isDangerous, leftOutReason } from './act-rules'
import { actIcons } from './container-menu'

const order: ContainerAction[] = ['restart', 'stop', 'start', 'remove']
const rare: ContainerAction[] = ['pause', 'unpause', 'kill']
/** What a phone has room for beside the menu. */
const onPhone = 2
/** As people copy ids; fifty of them fit into an address. */
const shortId = 12

type Props = { containers: Container[]; onAct: (action: ContainerAction) => void; onClear: () => void }

export function SelectionBar({ containers, onAct, onClear }: Props) {
  const t = useTexts(containerActTexts)
  const blocked = useActBlocked()
  const router = useRouter()
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
        ? t.selection.silentOne(containerTitle(silent[0]), silent[0].hostName)
        : t.selection.silent(silent.length)
  const tooMany = containers.length > mostLogSources ? t.selection.tooManyLogs(mostLogSources) : undefined
  const showLogs = () => router.push(`/logs?q=id:${containers.map(({ id }) => id.slice(0, shortId)).join(',')}`)
  const button = (action: ContainerAction) => {
    const reached = reach(action)
    return (
      <Button
        key={action}
        icon={actIcons[action]}
        look={isDangerous(action) ? 'danger' : 'default'}
        disabledReason={blocked ?? (reached === 0 ? t.selection.none : undefined)}
        onClick={() => onAct(action)}
      >
        {t.of[action](String(reached))}…
      </Button>
    )
  }
  return (
    <ScopeBar count={containers.length} where={t.selection.where(hosts, stacks)} leftOut={leftOut} onClear={onClear}>
      {!isPhone && (
        <Button icon={ScrollText} disabledReason={tooMany} onClick={showLogs}>
          {t.selection.logs(containers.length)}
        </Button>
      )}
      {inSight.map(button)}
      <Menu
        items={[
          ...(isPhone
            ? [
                {
                  id: 'logs',
                  label: t.selection.logs(containers.length),
                  icon: ScrollText,
                  disabledReason: tooMany,
                  onSelect: showLogs,
                },
              ]
            : []),
          ...[...useful.slice(inSight.length), ...rare].map((action) => ({
            id: action,
            label: `${t.of[action](String(reach(action)))}…`,
            icon: actIcons[action],
            danger: isDangerous(action),
            disabledReason: blocked ?? (reach(action) === 0 ? t.selection.none : undefined),
            onSelect: () => onAct(action),
          })),
        ]}
        button={{ className: 'btn', label: t.selection.moreActs, content: t.selection.more }}
      />
    </ScopeBar>
  )
}

'use client'
// The acts on one container, the sensible ones in sight.
import { ArrowRightLeft, Gauge, Pencil } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { containerActTexts } from '@/lib/texts/container-acts'
import { actsAtOnce, isDangerous, leftOutReason, usefulActs } from './act-rules'
import { actIcons, ContainerMenu } from './container-menu'

const inSightOf: Record<Container['state'], ContainerAction[]> = {
  created: ['start', 'remove'],
  exited: ['start', 'remove'],
  dead: ['remove'],
  removing: [],
  running: ['restart', 'stop'],
  restarting: ['restart', 'stop'],
  paused: ['unpause', 'stop'],
}

export function ContainerActions({
  container,
  onAct,
  onEdit,
}: {
  container: Container
  onAct: (action: ContainerAction) => void
  onEdit: () => void
}) {
  const t = useTexts(containerActTexts)
  const blocked = useActBlocked()
  const router = useRouter()
  const unreached = blocked ?? (container.known ? undefined : t.reasons.silent(container.hostName))
  const inSight = inSightOf[container.state]
  return (
    <>
      {inSight.map((action) => (
        <Button
          key={action}
          icon={actIcons[action]}
          look={isDangerous(action) ? 'danger' : 'default'}
          disabledReason={blocked ?? leftOutReason(container, action, true)}
          onClick={() => onAct(action)}
        >
          {t.verb[action]}
          {actsAtOnce(action) ? '' : '…'}
        </Button>
      ))}
      {container.oomKilled && container.state !== 'running' && (
        <Button icon={Gauge} disabledReason={unreached} onClick={onEdit}>
          {t.raiseLimit}
        </Button>
      )}
      <Button
        className="hide-s"
        icon={ArrowRightLeft}
        disabledReason={unreached}
        onClick={() => router.push(`/board?do=move&container=${container.id}`)}
      >
        {t.move}
      </Button>
      <Button className="hide-s" icon={Pencil} disabledReason={unreached} onClick={onEdit}>
        {t.edit}
      </Button>
      <ContainerMenu
        onEdit={onEdit}
        container={container}
        className="btn sq"
        actions={usefulActs([container]).filter((action) => !inSight.includes(action))}
        onAct={onAct}
      />
    </>
  )
}

'use client'
// The acts on one container behind its row.
import { ArrowRightLeft, Ellipsis, Logs, OctagonX, Pause, Pencil, Play, RotateCw, Square, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { containerTitle } from '@/components/ui/container-name'
import { Icon } from '@/components/ui/icon'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { containerActTexts } from '@/lib/texts/container-acts'
import { actsAtOnce, isDangerous, leftOutReason } from './act-rules'

export const actIcons = {
  start: Play,
  restart: RotateCw,
  stop: Square,
  pause: Pause,
  unpause: Play,
  kill: OctagonX,
  remove: Trash2,
} as const

type Props = {
  container: Container
  actions: readonly ContainerAction[] | (() => readonly ContainerAction[])
  className?: string
  onAct: (action: ContainerAction) => void
  /** On the container's own page. */
  onEdit?: () => void
}

export function ContainerMenu({ container, actions, className = 'icon-btn', onAct, onEdit }: Props) {
  const t = useTexts(containerActTexts)
  const router = useRouter()
  const blocked = useActBlocked()
  const items = (): MenuItem[] => [
    { id: 'logs', label: t.logs, icon: Logs, onSelect: () => router.push(`/containers/${container.id}?tab=logs`) },
    ...(onEdit
      ? [
          {
            id: 'edit',
            label: t.edit,
            icon: Pencil,
            disabledReason: blocked ?? (container.known ? undefined : t.reasons.silent(container.hostName)),
            onSelect: onEdit,
          },
        ]
      : []),
    {
      id: 'move',
      label: t.move,
      icon: ArrowRightLeft,
      disabledReason: blocked ?? (container.known ? undefined : t.reasons.silent(container.hostName)),
      onSelect: () => router.push(`/board?do=move&container=${container.id}`),
    },
    ...(typeof actions === 'function' ? actions() : actions).map((action) => ({
      id: action,
      label: `${t.verb[action]}${actsAtOnce(action) ? '' : '…'}`,
      icon: actIcons[action],
      danger: isDangerous(action),
      disabledReason: blocked ?? leftOutReason(container, action, true),
      onSelect: () => onAct(action),
    })),
  ]
  return (
    <Menu
      items={items}
      button={{ className, label: t.actsOn(containerTitle(container)), content: <Icon icon={Ellipsis} small /> }}
    />
  )
}

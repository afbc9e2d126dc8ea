'use client'
// What can be decided about a host: pause, drain, make active again, rename, remove.
import { ArrowDownToLine, Pause, Play, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { InlineError } from '@/components/ui/error-panel'
import { StateMark } from '@/components/ui/state'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { hostAnswers } from '@/lib/client/state-words'
import { usePatchHost, useRemoveHost } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import { useWanted } from '@/lib/client/use-wanted'
import type { Availability, Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'
import { stateTexts } from '@/lib/texts/states'
import { uiTexts } from '@/lib/texts/ui'

const askable = ['activate', 'drain', 'remove'] as const

export function HostActions({ host }: { host: Host }) {
  const t = useTexts(hostTexts).acts
  const ui = useTexts(uiTexts)
  const patch = usePatchHost(host.id)
  const blocked = useActBlocked()
  const words = useTexts(stateTexts)
  const [asks, setAsks] = useState<(typeof askable)[number] | null>(null)
  useWanted(askable, setAsks)
  const set = (availability: Availability) => {
    const before = host.availability
    patch.mutate(
      { availability },
      {
        onSuccess: () => {
          setAsks(null)
          toast({
            kind: 'ok',
            text: t.done[availability](host.name),
            action: { label: ui.undo, onClick: () => patch.mutate({ availability: before }) },
          })
        },
      },
    )
  }
  return (
    <>
      {host.availability !== 'active' && (
        <Button icon={Play} busy={patch.isPending} disabledReason={blocked} onClick={() => set('active')}>
          {t.active}
        </Button>
      )}
      {host.availability !== 'paused' && (
        <Button icon={Pause} disabledReason={blocked} onClick={() => set('paused')}>
          {t.pause}
        </Button>
      )}
      {host.availability !== 'drain' && (
        <Button icon={ArrowDownToLine} disabledReason={blocked} onClick={() => setAsks('drain')}>
          {t.drainAsk}
        </Button>
      )}
      <RemoveHost
        host={host}
        blocked={blocked}
        open={asks === 'remove'}
        onOpen={(open) => setAsks(open ? 'remove' : null)}
      />
      {asks === 'activate' && host.availability !== 'active' && (
        <ConfirmDialog
          title={t.activeOf(host.name)}
          confirmLabel={t.active}
          danger={false}
          busy={patch.isPending}
          disabledReason={blocked}
          error={patch.error}
          onConfirm={() => set('active')}
          onClose={() => setAsks(null)}
        >
          {t.activeLead}
        </ConfirmDialog>
      )}
      {asks === 'drain' && (
        <ConfirmDialog
          title={t.drainOf(host.name)}
          confirmLabel={t.drain}
          danger={false}
          disabledReason={blocked}
          busy={patch.isPending}
          error={patch.error}
          onConfirm={() => set('drain')}
          onClose={() => setAsks(null)}
        >
          {t.drainLead(words.runningContainers(host.containers.running))}
        </ConfirmDialog>
      )}
      {asks === null && <InlineError error={patch.error} />}
    </>
  )
}

type RemoveProps = { host: Host; blocked: string | undefined; open: boolean; onOpen: (open: boolean) => void }

function RemoveHost({ host, blocked, open, onOpen }: RemoveProps) {
  const t = useTexts(hostTexts).acts
  const ui = useTexts(uiTexts)
  const words = useTexts(stateTexts)
  const router = useRouter()
  const remove = useRemoveHost()
  const reason = blocked ?? (host.source === 'discovery' ? t.fromDiscovery : undefined)
  return (
    <>
      <Button look="danger" icon={Trash2} disabledReason={reason} onClick={() => onOpen(true)}>
        {t.removeAsk}
      </Button>
      {open && (
        <ConfirmDialog
          title={ui.removeOf(host.name)}
          confirmLabel={t.remove}
          confirmWord={host.containers.total > 0 ? host.name : null}
          items={[
            {
              id: host.id,
              content: (
                <>
                  <StateMark kind={hostAnswers(host) ? 'ok' : 'fail'} /> {host.name}
                </>
              ),
              remark: words.containers(host.containers.total),
            },
          ]}
          disabledReason={blocked}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(host.id, {
              onSuccess: () => {
                toast({ kind: 'ok', text: t.removed(host.name) })
                router.push('/hosts')
              },
            })
          }
          onClose={() => onOpen(false)}
        >
          {t.removeLead}
        </ConfirmDialog>
      )}
    </>
  )
}

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
import { count } from '@/lib/client/format'
import { hostAnswers } from '@/lib/client/state-words'
import { usePatchHost, useRemoveHost } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import type { Availability, Host } from '@/lib/contract/hosts'

const done: Record<Availability, string> = {
  active: 'takes containers again',
  paused: 'takes no new containers',
  drain: 'is draining',
}

export function HostActions({ host }: { host: Host }) {
  const patch = usePatchHost(host.id)
  const blocked = useActBlocked()
  const [asks, setAsks] = useState<'drain' | 'remove' | null>(null)
  const set = (availability: Availability) => {
    const before = host.availability
    patch.mutate(
      { availability },
      {
        onSuccess: () => {
          setAsks(null)
          toast({
            kind: 'ok',
            text: `${host.name} ${done[availability]}`,
            action: { label: 'Undo', onClick: () => patch.mutate({ availability: before }) },
          })
        },
      },
    )
  }
  return (
    <>
      {host.availability !== 'active' && (
        <Button icon={Play} busy={patch.isPending} disabledReason={blocked} onClick={() => set('active')}>
          Make active
        </Button>
      )}
      {host.availability !== 'paused' && (
        <Button icon={Pause} disabledReason={blocked} onClick={() => set('paused')}>
          Pause
        </Button>
      )}
      {host.availability !== 'drain' && (
        <Button icon={ArrowDownToLine} disabledReason={blocked} onClick={() => setAsks('drain')}>
          Drain…
        </Button>
      )}
      <RemoveHost
        host={host}
        blocked={blocked}
        open={asks === 'remove'}
        onOpen={(open) => setAsks(open ? 'remove' : null)}
      />
      {asks === 'drain' && (
        <ConfirmDialog
          title={`Drain ${host.name}`}
          confirmLabel="Drain"
          danger={false}
          busy={patch.isPending}
          error={patch.error}
          onConfirm={() => set('drain')}
          onClose={() => setAsks(null)}
        >
          It takes no new containers, and its {count(host.containers.running, 'running container')} should go elsewhere.
          Nothing is stopped by this step itself.
        </ConfirmDialog>
      )}
      {asks === null && <InlineError error={patch.error} />}
    </>
  )
}

type RemoveProps = { host: Host; blocked: string | undefined; open: boolean; onOpen: (open: boolean) => void }

function RemoveHost({ host, blocked, open, onOpen }: RemoveProps) {
  const router = useRouter()
  const remove = useRemoveHost()
  const reason = blocked ?? (host.source === 'discovery' ? 'comes from discovery: take it out there' : undefined)
  return (
    <>
      <Button look="danger" icon={Trash2} disabledReason={reason} onClick={() => onOpen(true)}>
        Remove host…
      </Button>
      {open && (
        <ConfirmDialog
          title={`Remove ${host.name}`}
          confirmLabel="Remove host"
          confirmWord={host.containers.total > 0 ? host.name : null}
          items={[
            {
              id: host.id,
              content: (
                <>
                  <StateMark kind={hostAnswers(host) ? 'ok' : 'fail'} /> {host.name}
                </>
              ),
              remark: count(host.containers.total, 'container'),
            },
          ]}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(host.id, {
              onSuccess: () => {
                toast({ kind: 'ok', text: `${host.name} removed` })
                router.push('/hosts')
              },
            })
          }
          onClose={() => onOpen(false)}
        >
          Lotse forgets the host, its labels and its certificates. Its containers go on running there; stacks that have
          some on it can no longer reach them.
        </ConfirmDialog>
      )}
    </>
  )
}

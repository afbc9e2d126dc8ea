'use client'
// Overlay networking per host: in, out, cannot and why; and the act that joins hosts.
import { Network as NetworkIcon } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import { SectionHead } from '@/components/ui/section'
import { State } from '@/components/ui/state'
import type { StateKind } from '@/lib/client/state-words'
import { useActBlocked } from '@/lib/client/use-live'
import { useEnableOverlay, useOverlay } from '@/lib/client/use-networks'
import type { OverlayHost, OverlayStatus } from '@/lib/contract/networks'

const looks: Record<OverlayHost['status'], { kind: StateKind; words: string }> = {
  in: { kind: 'ok', words: 'in' },
  out: { kind: 'idle', words: 'out' },
  cannot: { kind: 'fail', words: 'cannot' },
  unknown: { kind: 'stale', words: 'not known' },
}

export function OverlayPane() {
  const overlay = useOverlay()
  const blocked = useActBlocked()
  const [enabling, setEnabling] = useState(false)
  if (overlay.error && !overlay.data) {
    return (
      <ErrorPanel
        title="Overlay networking could not be read"
        error={overlay.error}
        onRetry={() => void overlay.refetch()}
      />
    )
  }
  if (!overlay.data) return <div aria-busy="true" />
  const { hosts, summary, enabled } = overlay.data
  if (hosts.length === 0) return <Empty title="No hosts yet">Add hosts first; overlay networking joins them.</Empty>
  const canJoin = hosts.some((host) => host.status === 'out')
  return (
    <>
      <SectionHead
        title="Overlay networking"
        remark={summary}
        end={
          <Button
            look={enabled ? 'default' : 'primary'}
            icon={NetworkIcon}
            disabledReason={blocked ?? (canJoin ? undefined : 'no host is left that could join')}
            onClick={() => setEnabling(true)}
          >
            {enabled ? 'Add hosts…' : 'Enable overlay networking…'}
          </Button>
        }
      />
      <table className="tbl">
        <thead>
          <tr>
            <th>Host</th>
            <th>State</th>
            <th className="hide-s">Role</th>
            <th className="hide-s">Address</th>
            <th>Reason and what to do</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.hostId}>
              <td>
                <Link href={`/hosts/${host.hostId}`}>{host.hostName}</Link>
              </td>
              <td>
                <State {...looks[host.status]} />
              </td>
              <td className="hide-s dim">{host.role ?? ''}</td>
              <td className="hide-s mono">{host.address ?? ''}</td>
              <td>
                {host.reasons.map((reason) => (
                  <div key={reason.code}>
                    {reason.message} {reason.fix && <span className="dim">{reason.fix}</span>}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {enabling && <EnableOverlayDialog status={overlay.data} onClose={() => setEnabling(false)} />}
    </>
  )
}

function EnableOverlayDialog({ status, onClose }: { status: OverlayStatus; onClose: () => void }) {
  const enable = useEnableOverlay()
  const candidates = status.hosts.filter((host) => host.status === 'out')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [addresses, setAddresses] = useState<Record<string, string>>({})
  const [managers, setManagers] = useState<'' | '1' | '3' | '5'>('')
  const chosen = candidates.filter((host) => !left.has(host.hostId))
  return (
    <Dialog
      broad
      title={status.enabled ? 'Add hosts to overlay networking' : 'Enable overlay networking'}
      onClose={onClose}
      onSubmit={() =>
        enable.mutate(
          {
            hostIds: chosen.map((host) => host.hostId),
            addresses: Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== '')),
            ...(managers === '' ? {} : { managers: Number(managers) as 1 | 3 | 5 }),
          },
          { onSuccess: onClose },
        )
      }
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={enable.isPending}
            disabledReason={chosen.length === 0 ? 'choose a host' : undefined}
          >
            {status.enabled ? 'Add' : 'Enable'} on {chosen.length} {chosen.length === 1 ? 'host' : 'hosts'}
          </Button>
        </>
      }
    >
      <p className="ink-2">
        The chosen hosts join one Swarm-mode cluster, used for its networks only. They must reach each other on
        2377/tcp, 7946/tcp and udp, and 4789/udp.
      </p>
      <ul className="scope">
        {candidates.map((host) => (
          <li key={host.hostId}>
            <Checkbox
              checked={!left.has(host.hostId)}
              label={host.hostName}
              onChange={(event) => {
                const next = new Set(left)
                if (event.target.checked) next.delete(host.hostId)
                else next.add(host.hostId)
                setLeft(next)
              }}
            />
            <span className="push">
              <Input
                mono
                aria-label={`Address of ${host.hostName} that the others reach`}
                placeholder={host.address ?? 'address'}
                value={addresses[host.hostId] ?? ''}
                onChange={(event) => setAddresses((old) => ({ ...old, [host.hostId]: event.target.value.trim() }))}
              />
            </span>
          </li>
        ))}
      </ul>
      <Field label="Managers" hint="They keep the state: 3 survive the loss of one, 5 of two.">
        {(control) => (
          <Select
            {...control}
            value={managers}
            onChange={(event) => setManagers(event.target.value as typeof managers)}
          >
            <option value="">as many as fit the number of hosts</option>
            <option>1</option>
            <option>3</option>
            <option>5</option>
          </Select>
        )}
      </Field>
      <InlineError error={enable.error} />
    </Dialog>
  )
}

'use client'
// Overlay networking per host: in, out, cannot and why; and the act that joins hosts.
import { Network as NetworkIcon } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { SectionHead } from '@/components/ui/section'
import { State } from '@/components/ui/state'
import type { StateKind } from '@/lib/client/state-words'
import { useActBlocked } from '@/lib/client/use-live'
import { useOverlay } from '@/lib/client/use-networks'
import type { OverlayHost } from '@/lib/contract/networks'
import { EnableOverlayDialog } from './enable-overlay-dialog'

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
  const hasReasons = hosts.some((host) => host.reasons.length > 0)
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
            {hasReasons && <th>Reason and what to do</th>}
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
              {hasReasons && (
                <td>
                  {host.reasons.map((reason) => (
                    <div key={reason.code}>
                      {reason.message} {reason.fix && <span className="dim">{reason.fix}</span>}
                    </div>
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {enabling && <EnableOverlayDialog status={overlay.data} onClose={() => setEnabling(false)} />}
    </>
  )
}

'use client'
// Overlay networking per host: in, out, cannot and why; and the act that joins hosts.
import { Network as NetworkIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { SectionHead } from '@/components/ui/section'
import { State } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import type { StateKind } from '@/lib/client/state-words'
import { useActBlocked } from '@/lib/client/use-live'
import { useOverlay } from '@/lib/client/use-networks'
import type { OverlayHost } from '@/lib/contract/networks'
import { networkTexts } from '@/lib/texts/networks'

const EnableOverlayDialog = dynamic(
  () => loadPart(() => import('./enable-overlay-dialog')).then((it) => it.EnableOverlayDialog),
  {
    ssr: false,
  },
)

const looks: Record<OverlayHost['status'], StateKind> = { in: 'ok', out: 'idle', cannot: 'fail', unknown: 'stale' }

export function OverlayPane() {
  const t = useTexts(networkTexts).overlay
  const overlay = useOverlay()
  const blocked = useActBlocked()
  const [enabling, setEnabling] = useState(false)
  if (overlay.error && !overlay.data) {
    return <ErrorPanel title={t.failed} error={overlay.error} onRetry={() => void overlay.refetch()} />
  }
  if (!overlay.data) return <div aria-busy="true" />
  const { hosts, summary, enabled } = overlay.data
  if (hosts.length === 0) return <Empty title={t.noHosts}>{t.noHostsLead}</Empty>
  const hasReasons = hosts.some((host) => host.reasons.length > 0)
  const canJoin = hosts.some((host) => host.status === 'out')
  return (
    <>
      <SectionHead
        title={t.title}
        remark={<Said text={summary} />}
        end={
          <Button
            look={enabled ? 'default' : 'primary'}
            icon={NetworkIcon}
            disabledReason={blocked ?? (canJoin ? undefined : t.noneLeft)}
            onClick={() => setEnabling(true)}
          >
            {enabled ? t.addAsk : t.enableAsk}
          </Button>
        }
      />
      <table className="tbl">
        <thead>
          <tr>
            <th>{t.host}</th>
            <th>{t.state}</th>
            <th className="hide-s">{t.role}</th>
            <th className="hide-s">{t.address}</th>
            {hasReasons && <th>{t.reason}</th>}
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.hostId}>
              <td>
                <Link href={`/hosts/${host.hostId}`}>{host.hostName}</Link>
              </td>
              <td>
                <State kind={looks[host.status]} words={t.states[host.status]} />
              </td>
              <td className="hide-s dim">{host.role === null ? '' : t.roles[host.role]}</td>
              <td className="hide-s mono">{host.address ?? ''}</td>
              {hasReasons && (
                <td className="wraps">
                  {host.reasons.map((reason) => (
                    <div key={reason.code}>
                      <Said text={reason.message} />{' '}
                      {reason.fix && (
                        <span className="dim">
                          <Said text={reason.fix} />
                        </span>
                      )}
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

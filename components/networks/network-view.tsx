'use client'
// One network with every endpoint on every host.
import { Plug, Stethoscope, Trash2, Unplug, Waypoints } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button, ButtonLink } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Copied } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Filled } from '@/components/ui/filled'
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { Moment } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useDisconnect, useNetwork, useRemoveNetwork } from '@/lib/client/use-networks'
import type { NetworkDetail } from '@/lib/contract/networks'
import { networkTexts } from '@/lib/texts/networks'
import { uiTexts } from '@/lib/texts/ui'
import { ConnectDialog } from './connect-dialog'
import { reachHref } from './reach-words'

const useCrumbs = () => [{ name: useTexts(networkTexts).title, href: '/networks' }]
const Pairs = ({ pairs }: { pairs: Record<string, string> }) => (
  <>
    {Object.entries(pairs).map(([key, value]) => (
      <div key={key} className="mono small">
        {value === '' ? key : `${key}=${value}`}
      </div>
    ))}
  </>
)

export function NetworkView({ id }: { id: string }) {
  const t = useTexts(networkTexts)
  const crumbs = useCrumbs()
  const network = useNetwork(id)
  if (network.error && !network.data) {
    return (
      <Page title={t.one} crumbs={crumbs}>
        <ErrorPanel title={t.failedOne} error={network.error} onRetry={() => void network.refetch()} />
      </Page>
    )
  }
  if (!network.data) {
    return (
      <Page title={t.one} crumbs={crumbs}>
        <div aria-busy="true" />
      </Page>
    )
  }
  return <LoadedNetwork network={network.data} />
}

function LoadedNetwork({ network }: { network: NetworkDetail }) {
  const t = useTexts(networkTexts).view
  const ui = useTexts(uiTexts)
  const crumbs = useCrumbs()
  const router = useRouter()
  const blocked = useActBlocked()
  const remove = useRemoveNetwork()
  const disconnect = useDisconnect(network.id)
  const [dialog, setDialog] = useState<'connect' | 'remove' | null>(null)
  const own = network.predefined ? t.own : undefined
  const used = network.endpoints.length > 0 ? t.used(network.endpoints.length) : undefined
  return (
    <Page
      title={network.displayName}
      crumbs={crumbs}
      actions={
        <>
          <Button className="keep-s" icon={Plug} disabledReason={blocked} onClick={() => setDialog('connect')}>
            {t.connectAsk}
          </Button>
          <Button
            look="danger"
            className="keep-s"
            icon={Trash2}
            aria-label={ui.removeAsk}
            disabledReason={blocked ?? own ?? used}
            onClick={() => setDialog('remove')}
          >
            <span className="hide-s">{ui.removeAsk}</span>
          </Button>
        </>
      }
    >
      <div className="cols">
        <div>
          <SectionHead
            title={t.endpoints}
            remark={network.endpoints.length === 0 ? undefined : t.everyHost}
            end={
              !network.predefined && (
                <ButtonLink
                  size="small"
                  look="ghost"
                  icon={Stethoscope}
                  href={`/networks?tab=doctor&network=${encodeURIComponent(network.id)}`}
                >
                  {t.checkName}
                </ButtonLink>
              )
            }
          />
          <InlineError error={disconnect.error} />
          {network.endpoints.length === 0 ? (
            <Empty title={t.none}>{t.noneLead}</Empty>
          ) : (
            <table className="tbl">
              <thead>
                <tr>
                  <th>{t.container}</th>
                  <th>{t.host}</th>
                  <th>{t.address}</th>
                  <th className="hide-s">{t.knownAs}</th>
                  <th>
                    <span className="sr">{t.acts}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {network.endpoints.map((endpoint) => (
                  <tr key={`${endpoint.hostId}/${endpoint.containerId}`}>
                    <td className="wraps">
                      <Link href={`/containers/${endpoint.containerId}`}>{endpoint.containerName}</Link>
                    </td>
                    <td>
                      <Link href={`/hosts/${endpoint.hostId}`}>{endpoint.hostName}</Link>
                    </td>
                    <td>{endpoint.ipAddress && <Copied text={endpoint.ipAddress} label={endpoint.ipAddress} />}</td>
                    <td className="mono dim hide-s">{endpoint.aliases.join(', ')}</td>
                    <td className="r">
                      {!endpoint.stale && (
                        <ButtonLink
                          className="hide-s"
                          size="small"
                          look="ghost"
                          icon={Waypoints}
                          href={reachHref(endpoint.containerId)}
                          aria-label={t.reachOf(endpoint.containerName)}
                        >
                          {t.reach}
                        </ButtonLink>
                      )}
                      <Button
                        size="small"
                        look="ghost"
                        icon={Unplug}
                        busy={disconnect.isPending && disconnect.variables === endpoint.containerId}
                        disabledReason={blocked}
                        aria-label={t.disconnectOf(endpoint.containerName)}
                        onClick={() => disconnect.mutate(endpoint.containerId)}
                      >
                        <span className="hide-s">{t.disconnect}</span>
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
        <aside>
          <SectionHead title={t.facts} />
          <KeyValue
            facts={[
              { name: t.id, value: <Copied text={network.id} shown={network.id.slice(0, 25)} label={t.id} /> },
              { name: t.driver, value: network.driver },
              { name: t.scope, value: network.scope },
              ...network.ipam.map((pool) => ({
                name: t.subnet,
                value: pool.gateway ? (
                  <Filled
                    text={t.by}
                    parts={{ subnet: <code>{pool.subnet}</code>, gateway: <code>{pool.gateway}</code> }}
                  />
                ) : (
                  <code>{pool.subnet}</code>
                ),
              })),
              network.internal && { name: t.internal, value: t.internalWords },
              network.attachable && { name: t.attachable, value: t.attachableWords },
              network.stack
                ? {
                    name: t.stack,
                    value: <Link href={`/stacks/${encodeURIComponent(network.stack)}`}>{network.stack}</Link>,
                  }
                : null,
              network.createdAt ? { name: t.created, value: <Moment at={network.createdAt} /> } : null,
              Object.keys(network.options).length > 0 && { name: t.options, value: <Pairs pairs={network.options} /> },
              Object.keys(network.labels).length > 0 && { name: t.labels, value: <Pairs pairs={network.labels} /> },
            ]}
          />
        </aside>
      </div>
      {dialog === 'connect' && <ConnectDialog network={network} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && (
        <ConfirmDialog
          title={ui.removeOf(network.displayName)}
          confirmLabel={t.remove}
          disabledReason={blocked}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setDialog(null)}
          onConfirm={() => remove.mutate(network.id, { onSuccess: () => router.push('/networks') })}
        >
          {network.scope === 'local' ? t.fromHost : t.fromAll}
        </ConfirmDialog>
      )}
    </Page>
  )
}

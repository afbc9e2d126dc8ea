'use client'
// One network with every endpoint on every host.
import { Plug, Trash2, Unplug } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { exactTime } from '@/lib/client/format'
import { useActBlocked } from '@/lib/client/use-live'
import { useDisconnect, useNetwork, useRemoveNetwork } from '@/lib/client/use-networks'
import type { NetworkDetail } from '@/lib/contract/networks'
import { ConnectDialog } from './connect-dialog'

const crumbs = [{ name: 'Networks', href: '/networks' }]
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
  const network = useNetwork(id)
  if (network.error && !network.data) {
    return (
      <Page title="Network" crumbs={crumbs}>
        <ErrorPanel
          title="The network could not be read"
          error={network.error}
          onRetry={() => void network.refetch()}
        />
      </Page>
    )
  }
  if (!network.data) {
    return (
      <Page title="Network" crumbs={crumbs}>
        <div aria-busy="true" />
      </Page>
    )
  }
  return <LoadedNetwork network={network.data} />
}

function LoadedNetwork({ network }: { network: NetworkDetail }) {
  const router = useRouter()
  const blocked = useActBlocked()
  const remove = useRemoveNetwork()
  const disconnect = useDisconnect(network.id)
  const [dialog, setDialog] = useState<'connect' | 'remove' | null>(null)
  const own = network.predefined ? 'made by the engine itself' : undefined
  const used = network.endpoints.length > 0 ? `${network.endpoints.length} containers use it` : undefined
  return (
    <Page
      title={network.displayName}
      crumbs={crumbs}
      actions={
        <>
          <Button className="keep-s" icon={Plug} disabledReason={blocked} onClick={() => setDialog('connect')}>
            Connect…
          </Button>
          <Button
            look="danger"
            icon={Trash2}
            disabledReason={blocked ?? own ?? used}
            onClick={() => setDialog('remove')}
          >
            Remove…
          </Button>
        </>
      }
    >
      <div className="cols">
        <div>
          <SectionHead title="Endpoints" remark={network.endpoints.length === 0 ? undefined : 'on every host'} />
          <InlineError error={disconnect.error} />
          {network.endpoints.length === 0 ? (
            <Empty title="No container is on it">Connect one, or deploy a stack that uses it.</Empty>
          ) : (
            <table className="tbl">
              <thead>
                <tr>
                  <th>Container</th>
                  <th>Host</th>
                  <th>Address</th>
                  <th className="hide-s">Known as</th>
                  <th>
                    <span className="sr">Acts</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {network.endpoints.map((endpoint) => (
                  <tr key={`${endpoint.hostId}/${endpoint.containerId}`}>
                    <td>
                      <Link href={`/containers/${endpoint.containerId}`}>{endpoint.containerName}</Link>
                    </td>
                    <td>
                      <Link href={`/hosts/${endpoint.hostId}`}>{endpoint.hostName}</Link>
                    </td>
                    <td className="mono">{endpoint.ipAddress}</td>
                    <td className="mono dim hide-s">{endpoint.aliases.join(', ')}</td>
                    <td className="r">
                      <Button
                        size="small"
                        look="ghost"
                        icon={Unplug}
                        busy={disconnect.isPending && disconnect.variables === endpoint.containerId}
                        disabledReason={blocked}
                        aria-label={`Disconnect ${endpoint.containerName}`}
                        onClick={() => disconnect.mutate(endpoint.containerId)}
                      >
                        <span className="hide-s">Disconnect</span>
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
        <aside>
          <SectionHead title="Facts" />
          <KeyValue
            facts={[
              { name: 'Id', value: <code>{network.id.slice(0, 25)}</code> },
              { name: 'Driver', value: network.driver },
              { name: 'Scope', value: network.scope },
              ...network.ipam.map((pool) => ({
                name: 'Subnet',
                value: <code>{pool.gateway ? `${pool.subnet} by ${pool.gateway}` : pool.subnet}</code>,
              })),
              network.internal && { name: 'Internal', value: 'no way out of the cluster' },
              network.attachable && { name: 'Attachable', value: 'single containers may join' },
              network.stack
                ? {
                    name: 'Stack',
                    value: <Link href={`/stacks/${encodeURIComponent(network.stack)}`}>{network.stack}</Link>,
                  }
                : null,
              network.createdAt ? { name: 'Created', value: exactTime(network.createdAt) } : null,
              Object.keys(network.options).length > 0 && { name: 'Options', value: <Pairs pairs={network.options} /> },
              Object.keys(network.labels).length > 0 && { name: 'Labels', value: <Pairs pairs={network.labels} /> },
            ]}
          />
        </aside>
      </div>
      {dialog === 'connect' && <ConnectDialog network={network} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && (
        <ConfirmDialog
          title={`Remove ${network.displayName}`}
          confirmLabel="Remove the network"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setDialog(null)}
          onConfirm={() => remove.mutate(network.id, { onSuccess: () => router.push('/networks') })}
        >
          {network.scope === 'local' ? 'It goes from its host.' : 'It goes from every host.'}
        </ConfirmDialog>
      )}
    </Page>
  )
}

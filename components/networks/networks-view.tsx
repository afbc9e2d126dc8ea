'use client'
// Networks of the whole cluster: an overlay once, local ones as host/name; and who is in overlay networking.
import { Plus } from 'lucide-react'
import { useRouter, useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Checkbox, Input } from '@/components/ui/field'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import type { Sort } from '@/components/ui/table-types'
import { Tabs } from '@/components/ui/tabs'
import { count } from '@/lib/client/format'
import { useActBlocked } from '@/lib/client/use-live'
import { useNetworks, useOverlay } from '@/lib/client/use-networks'
import { CreateNetworkDialog } from './create-network-dialog'
import { networkColumns } from './networks-columns'
import { OverlayPane } from './overlay-pane'

export function NetworksView() {
  const tab = useSearchParams().get('tab') === 'overlay' ? 'overlay' : 'list'
  const blocked = useActBlocked()
  const overlay = useOverlay()
  const networks = useNetworks()
  const [creating, setCreating] = useState(false)
  const included = overlay.data?.hosts.filter((host) => host.status === 'in').length
  return (
    <Page
      title="Networks"
      fixed={tab === 'list'}
      actions={
        <Button className="keep-s" icon={Plus} disabledReason={blocked} onClick={() => setCreating(true)}>
          Create network…
        </Button>
      }
      tabs={
        <Tabs
          label="Parts of networks"
          current={tab}
          tabs={[
            { id: 'list', label: 'List', href: '/networks', count: networks.data?.length },
            { id: 'overlay', label: 'Overlay', href: '/networks?tab=overlay', count: included },
          ]}
        />
      }
    >
      {tab === 'list' ? <NetworkList /> : <OverlayPane />}
      {creating && <CreateNetworkDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}

function NetworkList() {
  const router = useRouter()
  const networks = useNetworks()
  const [text, setText] = useState('')
  const [all, setAll] = useState(false)
  const [sort, setSort] = useState<Sort>({ id: 'name', direction: 'asc' })
  const hidden = networks.data?.filter((network) => network.predefined).length ?? 0
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const found = (networks.data ?? [])
      .filter((network) => all || !network.predefined)
      .filter((network) =>
        [
          network.displayName,
          network.id,
          network.driver,
          network.stack ?? '',
          ...network.ipam.map((pool) => pool.subnet),
        ].some((part) => part.toLowerCase().includes(wanted)),
      )
    return sortRows(found, networkColumns, sort)
  }, [networks.data, text, all, sort])
  if (networks.error && !networks.data) {
    return (
      <ErrorPanel title="Networks could not be read" error={networks.error} onRetry={() => void networks.refetch()} />
    )
  }
  return (
    <>
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="name, driver, subnet or stack"
          aria-label="Filter networks"
        />
        <Checkbox
          checked={all}
          onChange={(event) => setAll(event.target.checked)}
          label={`show the ${hidden} that engines make themselves`}
        />
      </div>
      <Table
        label="Networks"
        columns={networkColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        rowId={(network) => network.id}
        sort={sort}
        onSort={setSort}
        onOpen={(network) => router.push(`/networks/${encodeURIComponent(network.id)}`)}
        empty={
          networks.data &&
          (text === '' ? (
            <Empty title="No networks yet">
              Deploying a stack makes its own.{' '}
              {hidden > 0 && `Engines brought ${count(hidden, 'network')} of their own.`}
            </Empty>
          ) : (
            <Empty title="No network matches" actions={<Button onClick={() => setText('')}>Clear filter</Button>}>
              {count(networks.data.length, 'network')} without the filter.
            </Empty>
          ))
        }
      />
    </>
  )
}

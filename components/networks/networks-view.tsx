'use client'
// Networks of the whole cluster: an overlay once, local ones as host/name; and who is in overlay networking.
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter, useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Checkbox, Input } from '@/components/ui/field'
import { ListTable } from '@/components/ui/list-table'
import { sortRows } from '@/components/ui/table-sort'
import { Tabs } from '@/components/ui/tabs'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { useListAddress } from '@/lib/client/use-list-address'
import { useActBlocked } from '@/lib/client/use-live'
import { useNetworks, useOverlay } from '@/lib/client/use-networks'
import { useWanted } from '@/lib/client/use-wanted'
import { networkTexts } from '@/lib/texts/networks'
import { uiTexts } from '@/lib/texts/ui'
import { networkColumns } from './networks-columns'

const wait = () => <div aria-busy="true" />
const DoctorPane = dynamic(() => loadPart(() => import('./doctor-pane')).then((it) => it.DoctorPane), {
  ssr: false,
  loading: wait,
})
const OverlayPane = dynamic(() => loadPart(() => import('./overlay-pane')).then((it) => it.OverlayPane), {
  ssr: false,
  loading: wait,
})
const PortsPane = dynamic(() => loadPart(() => import('./ports-pane')).then((it) => it.PortsPane), {
  ssr: false,
  loading: wait,
})
const ReachPane = dynamic(() => loadPart(() => import('./reach-pane')).then((it) => it.ReachPane), {
  ssr: false,
  loading: wait,
})
const SubnetsPane = dynamic(() => loadPart(() => import('./subnets-pane')).then((it) => it.SubnetsPane), {
  ssr: false,
  loading: wait,
})
const CreateNetworkDialog = dynamic(
  () => loadPart(() => import('./create-network-dialog')).then((it) => it.CreateNetworkDialog),
  {
    ssr: false,
  },
)

const panes = {
  list: <NetworkList />,
  reach: <ReachPane />,
  ports: <PortsPane />,
  subnets: <SubnetsPane />,
  doctor: <DoctorPane />,
  overlay: <OverlayPane />,
}
const askable = ['create'] as const
const tabIds = Object.keys(panes) as (keyof typeof panes)[]

export function NetworksView() {
  const t = useTexts(networkTexts)
  const asked = useSearchParams().get('tab')
  const tab = tabIds.find((id) => id === asked) ?? 'list'
  const blocked = useActBlocked()
  const overlay = useOverlay()
  const networks = useNetworks()
  const [creating, setCreating] = useState(false)
  useWanted(askable, () => setCreating(true))
  const included = overlay.data?.hosts.filter((host) => host.status === 'in').length
  return (
    <Page
      title={t.title}
      fixed={tab === 'list'}
      actions={
        <Button className="keep-s" icon={Plus} disabledReason={blocked} onClick={() => setCreating(true)}>
          {t.create.ask}
        </Button>
      }
      tabs={
        <Tabs
          label={t.tabs.label}
          current={tab}
          tabs={tabIds.map((id) => ({
            id,
            label: t.tabs[id],
            href: id === 'list' ? '/networks' : `/networks?tab=${id}`,
            count: { list: networks.data?.length, overlay: included }[id as string],
          }))}
        />
      }
    >
      {panes[tab]}
      {creating && <CreateNetworkDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}

function NetworkList() {
  const router = useRouter()
  const networks = useNetworks()
  const t = useTexts(networkTexts)
  const ui = useTexts(uiTexts)
  const columns = useMemo(() => networkColumns({ t: t.columns, ui }), [t, ui])
  const [address, setAddress] = useAddress()
  const all = address.get('own') === 'yes'
  const { q: text, setQ: setText, sort, setSort } = useListAddress('name')
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
    return sortRows(found, columns, sort)
  }, [networks.data, columns, text, all, sort])
  return (
    <>
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t.placeholder}
          aria-label={t.filter}
        />
        {hidden > 0 && (
          <Checkbox
            checked={all}
            onChange={(event) => setAddress({ own: event.target.checked ? 'yes' : undefined })}
            label={t.showOwn(hidden)}
          />
        )}
      </div>
      <ListTable
        source={networks}
        rows={rows}
        failed={t.failed}
        none={
          <Empty title={t.none}>
            {t.noneLead} {hidden > 0 && t.brought(t.networks(hidden))}
          </Empty>
        }
        filtered={text === '' ? undefined : { title: t.noMatch, all: t.networks, onClear: () => setText('') }}
        label={t.title}
        columns={columns}
        rowId={(network) => network.id}
        sort={sort}
        onSort={setSort}
        onOpen={(network) => router.push(`/networks/${encodeURIComponent(network.id)}`)}
      />
    </>
  )
}

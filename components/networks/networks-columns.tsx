// The columns of the networks list.
import Link from 'next/link'
import type { Column } from '@/components/ui/table-types'
import { count } from '@/lib/client/format'
import type { Network } from '@/lib/contract/networks'

const scopeWords = (network: Network) => (network.scope === 'local' ? 'one host' : 'cluster')

export const networkColumns: Column<Network>[] = [
  {
    id: 'name',
    label: 'Network',
    at: 'a',
    priority: 1,
    value: (network) => network.displayName,
    render: (network) => (
      <Link className="quiet cut" href={`/networks/${encodeURIComponent(network.id)}`} title={network.id}>
        {network.displayName}
      </Link>
    ),
  },
  {
    id: 'driver',
    label: 'Driver',
    at: 'd',
    priority: 1,
    width: '110px',
    value: (network) => network.driver,
    render: (network) => network.driver,
  },
  {
    id: 'scope',
    label: 'Reaches',
    priority: 2,
    width: '100px',
    value: scopeWords,
    render: (network) => (
      <span className="dim">
        {scopeWords(network)}
        {network.internal ? ', internal' : ''}
      </span>
    ),
  },
  {
    id: 'subnet',
    label: 'Subnet',
    at: 'b',
    priority: 1,
    width: '170px',
    value: (network) => network.ipam[0]?.subnet ?? '',
    render: (network) => <span className="mono">{network.ipam.map((pool) => pool.subnet).join(', ')}</span>,
  },
  {
    id: 'stack',
    label: 'Stack',
    priority: 2,
    width: '140px',
    value: (network) => network.stack ?? '',
    render: (network) =>
      network.stack ? <Link href={`/stacks/${encodeURIComponent(network.stack)}`}>{network.stack}</Link> : null,
  },
  {
    id: 'containers',
    label: 'Used by',
    at: 'c',
    align: 'right',
    priority: 1,
    width: '120px',
    value: (network) => network.containerCount,
    render: (network) =>
      network.containerCount === 0 ? <span className="dim">unused</span> : count(network.containerCount, 'container'),
  },
]

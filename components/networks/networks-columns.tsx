// The columns of the networks list.

import { RowLink } from '@/components/ui/row-link'
import type { Column } from '@/components/ui/table-types'
import type { Network } from '@/lib/contract/networks'
import type { networkTexts } from '@/lib/texts/networks'
import type { uiTexts } from '@/lib/texts/ui'

type Words = { t: (typeof networkTexts)['en']['columns']; ui: (typeof uiTexts)['en'] }

export const networkColumns = ({ t, ui }: Words): Column<Network>[] => [
  {
    id: 'name',
    label: t.network,
    at: 'a',
    priority: 1,
    value: (network) => network.displayName,
    render: (network) => (
      <RowLink className="quiet cut" href={`/networks/${encodeURIComponent(network.id)}`} title={network.id}>
        {network.displayName}
      </RowLink>
    ),
  },
  {
    id: 'driver',
    label: t.driver,
    at: 'd',
    priority: 1,
    width: '110px',
    value: (network) => network.driver,
    render: (network) => network.driver,
  },
  {
    id: 'scope',
    label: t.reaches,
    priority: 2,
    width: '100px',
    value: (network) => network.scope,
    render: (network) => (
      <span className="dim">
        {network.scope === 'local' ? t.oneHost : t.cluster}
        {network.internal ? t.internal : ''}
      </span>
    ),
  },
  {
    id: 'subnet',
    label: t.subnet,
    at: 'b',
    priority: 1,
    width: '170px',
    value: (network) => network.ipam[0]?.subnet ?? '',
    render: (network) => <span className="mono">{network.ipam.map((pool) => pool.subnet).join(', ')}</span>,
  },
  {
    id: 'stack',
    label: t.stack,
    priority: 2,
    width: '140px',
    value: (network) => network.stack ?? '',
    render: (network) =>
      network.stack ? (
        <RowLink className="" href={`/stacks/${encodeURIComponent(network.stack)}`}>
          {network.stack}
        </RowLink>
      ) : null,
  },
  {
    id: 'containers',
    label: t.usedBy,
    at: 'c',
    align: 'right',
    priority: 1,
    width: '120px',
    value: (network) => network.containerCount,
    render: (network) =>
      network.containerCount === 0 ? <span className="dim">{ui.unused}</span> : ui.containers(network.containerCount),
  },
]

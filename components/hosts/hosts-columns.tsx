'use client'
// How a host is shown in the list.
import { CpuBar, CpuNumbers, HostName, HostStateWords, MemoryBar, MemoryNumbers } from '@/components/ui/host-cells'
import { LabelChips } from '@/components/ui/label-chip'
import { StateMark } from '@/components/ui/state'
import type { Column } from '@/components/ui/table-types'
import { said } from '@/lib/client/said'
import type { Host } from '@/lib/contract/hosts'
import type { hostTexts } from '@/lib/texts/hosts'

const stateOrder: Record<Host['state'], number> = { unreachable: 0, suspect: 1, pending: 2, healthy: 3 }
const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)

const labelsOf = ({ labels }: Host): string[] =>
  Object.entries({ ...labels.engine, ...labels.console }).map(([name, value]) =>
    value === '' ? name : `${name}=${value}`,
  )

export const hostColumns = (t: (typeof hostTexts)['en']['columns']): Column<Host>[] => [
  {
    id: 'name',
    label: t.name,
    render: (host) => <HostName host={host} />,
    value: (host) => host.name,
    at: 'a',
    width: '12%',
  },
  {
    id: 'state',
    label: t.state,
    render: (host) => <HostStateWords host={host} />,
    value: (host) => `${stateOrder[host.state]}${host.availability}`,
    at: 'b',
    width: '150px',
  },
  {
    id: 'address',
    label: t.address,
    render: (host) => (
      <span className="mono dim" title={host.address}>
        {host.address.replace(/^[a-z]+:\/\//, '')}
      </span>
    ),
    value: (host) => host.address,
    width: '124px',
    priority: 3,
  },
  {
    id: 'engine',
    label: t.engine,
    render: (host) => (
      <>
        {host.engine ? (
          <span title={host.engine.version}>{host.engine.version.replace(/\+.*$/, '')}</span>
        ) : (
          <span className="dim">{t.unknown}</span>
        )}
        {host.problems.length > 0 && (
          <>
            {' '}
            <StateMark kind="warn" words={host.problems.map((problem) => said(problem.message)).join('; ')} />
          </>
        )}
      </>
    ),
    value: (host) => host.engine?.version ?? '',
    width: '84px',
    priority: 3,
  },
  {
    id: 'labels',
    label: t.labels,
    render: (host) => (
      <span className="labs-line" title={labelsOf(host).join('\n')}>
        <LabelChips labels={host.labels.console} mine />
        <LabelChips labels={host.labels.engine} />
      </span>
    ),
    value: (host) => Object.keys({ ...host.labels.engine, ...host.labels.console }).length,
    priority: 2,
  },
  { id: 'memory', label: t.memoryGib, render: (host) => <MemoryBar host={host} />, width: '84px', at: 'e' },
  {
    id: 'memory-share',
    label: t.reserved,
    align: 'right',
    render: (host) => <MemoryNumbers host={host} />,
    value: (host) => share(host.reserved.memoryBytes, host.total.memoryBytes),
    at: 'c',
    width: '88px',
  },
  { id: 'cpu', label: t.cpuCores, render: (host) => <CpuBar host={host} />, width: '80px', priority: 2, at: 'f' },
  {
    id: 'cpu-share',
    label: t.reserved,
    align: 'right',
    render: (host) => <CpuNumbers host={host} />,
    value: (host) => share(host.reserved.cpus, host.total.cpus),
    at: 'd',
    width: '76px',
  },
  {
    id: 'containers',
    label: t.containers,
    align: 'right',
    render: (host) => host.containers.total,
    value: (host) => host.containers.total,
    width: '96px',
  },
]

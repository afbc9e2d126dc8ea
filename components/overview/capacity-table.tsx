'use client'
// How full each host is by what is reserved on it. Many hosts: the fullest first, the rest one click away.
import Link from 'next/link'
import { useMemo } from 'react'
import { CpuBar, CpuNumbers, HostName, HostStateWords, MemoryBar, MemoryNumbers } from '@/components/ui/host-cells'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import type { Column } from '@/components/ui/table-types'
import { useTexts } from '@/lib/client/language'
import { hostAnswers } from '@/lib/client/state-words'
import type { Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'
import { overviewTexts } from '@/lib/texts/overview'

const shown = 24

const isPlain = (host: Host) => host.state === 'healthy' && host.availability === 'active'
const share = (host: Host) => (host.total.memoryBytes > 0 ? host.reserved.memoryBytes / host.total.memoryBytes : 0)

const columnsOf = (t: (typeof hostTexts)['en']['columns']): Column<Host>[] => [
  {
    id: 'name',
    label: t.name,
    render: (host) => <HostName host={host} />,
    value: (host) => host.name,
    at: 'a',
    width: '20%',
  },
  {
    id: 'state',
    label: '',
    render: (host) => (isPlain(host) ? null : <HostStateWords host={host} />),
    at: 'b',
    priority: 2,
  },
  { id: 'memory', label: t.memoryGib, render: (host) => <MemoryBar host={host} />, width: '13%', at: 'e' },
  {
    id: 'memory-number',
    label: t.reserved,
    align: 'right',
    render: (host) => <MemoryNumbers host={host} />,
    at: 'c',
    width: '92px',
  },
  { id: 'cpu', label: t.cpuCores, render: (host) => <CpuBar host={host} />, width: '13%', priority: 2, at: 'f' },
  {
    id: 'cpu-number',
    label: t.reserved,
    align: 'right',
    render: (host) => <CpuNumbers host={host} />,
    at: 'd',
    width: '80px',
  },
  { id: 'containers', label: t.containers, align: 'right', render: (host) => host.containers.total, width: '96px' },
]

export function CapacityTable({ hosts }: { hosts: Host[] }) {
  const t = useTexts(overviewTexts).capacity
  const words = useTexts(hostTexts).columns
  const columns = useMemo(() => columnsOf(words), [words])
  const isCut = hosts.length > shown
  const rows = isCut
    ? [...hosts].sort((a, b) => share(b) - share(a)).slice(0, shown)
    : sortRows(hosts, columns, { id: 'name', direction: 'asc' })
  return (
    <>
      <Table
        label={t.label}
        flow
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        rowId={(host) => host.id}
        isStale={(host) => !hostAnswers(host)}
      />
      {isCut && (
        <p className="pad ink-2">
          {t.fullest(shown)} <Link href="/hosts">{t.all(hosts.length)}</Link>
        </p>
      )}
    </>
  )
}

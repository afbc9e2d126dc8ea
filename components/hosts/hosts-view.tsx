'use client'
// All hosts: who answers, since when not, how full. Filtered on this side, the filter in the address.
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Page } from '@/components/frame/page'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { FilterBar } from '@/components/ui/filter-bar'
import { filterSuggestions, filterTokens } from '@/components/ui/filter-tokens'
import { Loading } from '@/components/ui/loading'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import { useAddress } from '@/lib/client/address'
import { bytes, cores, count } from '@/lib/client/format'
import { hostAnswers } from '@/lib/client/state-words'
import { useHosts } from '@/lib/client/use-hosts'
import type { Host } from '@/lib/contract/hosts'
import { compileFilter, parseFilter } from '@/lib/filter'
import { hostFields, hostFilterKeys } from '@/lib/filter-fields'
import { hostColumns } from './hosts-columns'

const tokens = filterTokens(hostFilterKeys)

function knownValues(hosts: Host[]) {
  const labels = hosts.flatMap((host) => Object.entries({ ...host.labels.engine, ...host.labels.console }))
  return {
    name: hosts.map((host) => host.name),
    label: [...new Set(labels.map(([key, value]) => `${key}=${value}`))].sort(),
    engine: [...new Set(hosts.flatMap((host) => host.engine?.version ?? []))].sort(),
  }
}

const summary = (hosts: Host[]) =>
  `${count(hosts.length, 'host')}, ${bytes(hosts.reduce((sum, host) => sum + host.total.memoryBytes, 0))}, ${cores(
    hosts.reduce((sum, host) => sum + host.total.cpus, 0),
  )}`

export function HostsView() {
  const { data, error, refetch } = useHosts()
  return (
    <Page
      title="Hosts"
      fixed
      actions={
        <ButtonLink className="keep-s" icon={Plus} href="/hosts/add">
          Add host…
        </ButtonLink>
      }
    >
      {data ? (
        <HostList hosts={data} />
      ) : error ? (
        <ErrorPanel title="The hosts could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what="the hosts" rows={8} />
      )}
    </Page>
  )
}

function HostList({ hosts }: { hosts: Host[] }) {
  const router = useRouter()
  const [address, setAddress] = useAddress()
  const q = address.get('q') ?? ''
  const sort = {
    id: address.get('sort') ?? 'name',
    direction: address.get('direction') === 'desc' ? 'desc' : 'asc',
  } as const
  const { id: sortId, direction } = sort
  const suggest = useMemo(() => filterSuggestions(hostFilterKeys, knownValues(hosts)), [hosts])
  const rows = useMemo(() => {
    const matches = compileFilter(parseFilter(q, hostFilterKeys), hostFields)
    return sortRows(matches ? hosts.filter(matches) : hosts, hostColumns, { id: sortId, direction })
  }, [hosts, q, sortId, direction])
  return (
    <>
      <div className="toolbar">
        <div className="flex min-w-0 flex-1 sm:max-w-[480px]">
          <FilterBar
            label="Filter hosts"
            placeholder="label:zone=kiel state:healthy"
            value={q}
            onChange={(value) => setAddress({ q: value })}
            tokens={tokens}
            suggest={suggest}
          />
        </div>
        <span className="dim small hide-s">
          {rows.length === hosts.length ? summary(hosts) : `${rows.length} of ${summary(hosts)}`}
        </span>
      </div>
      <Table
        label="Hosts"
        columns={hostColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        rowId={(host) => host.id}
        sort={sort}
        onSort={(next) => setAddress({ sort: next.id, direction: next.direction })}
        onOpen={(host) => router.push(`/hosts/${host.id}`)}
        isStale={(host) => !hostAnswers(host)}
        empty={
          hosts.length === 0 ? (
            <Empty
              title="No hosts yet"
              actions={
                <ButtonLink look="primary" icon={Plus} href="/hosts/add">
                  Add host…
                </ButtonLink>
              }
            >
              Give Lotse the address of a Docker engine. Containers that run there are shown and left alone.
            </Empty>
          ) : (
            <Empty
              title={
                <>
                  No host matches <code>{q}</code>
                </>
              }
              actions={<Button onClick={() => setAddress({ q: undefined })}>Clear filter</Button>}
            >
              {count(hosts.length, 'host')} without the filter.
            </Empty>
          )
        }
      />
    </>
  )
}

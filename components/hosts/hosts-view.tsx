'use client'
// All hosts: who answers, since when not, how full. Filtered on this side, the filter in the address.
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Filled } from '@/components/ui/filled'
import { FilterBar } from '@/components/ui/filter-bar'
import { filterSuggestions, filterTokens } from '@/components/ui/filter-tokens'
import { Loading } from '@/components/ui/loading'
import { NoMatch } from '@/components/ui/no-match'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import { useAddress } from '@/lib/client/address'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostAnswers } from '@/lib/client/state-words'
import { useHosts } from '@/lib/client/use-hosts'
import type { Host } from '@/lib/contract/hosts'
import { compileFilter, parseFilter } from '@/lib/filter'
import { hostFields, hostFilterKeys } from '@/lib/filter-fields'
import { hostTexts } from '@/lib/texts/hosts'
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

const summary = (hosts: Host[], counted: (n: number) => string) =>
  `${counted(hosts.length)}, ${bytes(hosts.reduce((sum, host) => sum + host.total.memoryBytes, 0))}, ${cores(
    hosts.reduce((sum, host) => sum + host.total.cpus, 0),
  )}`

export function HostsView() {
  const t = useTexts(hostTexts)
  const { data, error, refetch } = useHosts()
  return (
    <Page
      title={t.title}
      fixed
      actions={
        <ButtonLink className="keep-s" icon={Plus} href="/hosts/add">
          {t.addAsk}
        </ButtonLink>
      }
    >
      {data ? (
        <HostList hosts={data} />
      ) : error ? (
        <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what={t.what} rows={8} />
      )}
    </Page>
  )
}

function HostList({ hosts }: { hosts: Host[] }) {
  const t = useTexts(hostTexts)
  const columns = useMemo(() => hostColumns(t.columns), [t])
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
    return sortRows(matches ? hosts.filter(matches) : hosts, columns, { id: sortId, direction })
  }, [hosts, columns, q, sortId, direction])
  return (
    <>
      <div className="toolbar">
        <div className="flex min-w-0 flex-1 sm:max-w-[480px]">
          <FilterBar
            label={t.filter}
            placeholder="label:zone=kiel state:healthy"
            value={q}
            onChange={(value) => setAddress({ q: value })}
            tokens={tokens}
            suggest={suggest}
          />
        </div>
        <span className="dim small hide-s">
          {rows.length === hosts.length ? summary(hosts, t.hosts) : t.of(rows.length, summary(hosts, t.hosts))}
        </span>
      </div>
      <Table
        label={t.title}
        columns={columns}
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
              title={t.none}
              actions={
                <ButtonLink look="primary" icon={Plus} href="/hosts/add">
                  {t.addAsk}
                </ButtonLink>
              }
            >
              {t.noneLead}
            </Empty>
          ) : (
            <NoMatch
              title={<Filled text={t.noMatch} parts={{ filter: <code>{q}</code> }} />}
              all={t.hosts(hosts.length)}
              onClear={() => setAddress({ q: undefined })}
            />
          )
        }
      />
    </>
  )
}

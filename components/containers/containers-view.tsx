'use client'
// Every container of every host in one list: the bad ones on top, filtered and sorted by the server, live.
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Filled } from '@/components/ui/filled'
import { FilterBar, type FilterBarHandle } from '@/components/ui/filter-bar'
import { filterSuggestions, filterTokens } from '@/components/ui/filter-tokens'
import { Loading } from '@/components/ui/loading'
import { NoMatch } from '@/components/ui/no-match'
import { Table } from '@/components/ui/table'
import { Tabs } from '@/components/ui/tabs'
import { toast } from '@/components/ui/toast'
import { useAddress } from '@/lib/client/address'
import { useLanguage, useTexts } from '@/lib/client/language'
import { fetchMatching, useContainerList, useContainers } from '@/lib/client/use-containers'
import { useHosts } from '@/lib/client/use-hosts'
import { useLostSince } from '@/lib/client/use-live'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { Container } from '@/lib/contract/containers'
import { containerFilterKeys } from '@/lib/filter-fields'
import { containerTexts } from '@/lib/texts/containers'
import { usefulActs } from './act-rules'
import { ContainerMenu } from './container-menu'
import { containerColumns } from './containers-columns'
import {
  addressOf,
  addressOfColumns,
  failingFilter,
  sameSettings,
  settingsOf,
  usualColumns,
  usualSort,
  type ViewSettings,
} from './saved-views'
import { useValuesInSight } from './seen-values'
import { SelectionBar } from './selection-bar'
import { useAct } from './use-act'
import { useOwnViews } from './use-own-views'
import { ColumnsMenu, ViewsMenu } from './view-menus'

const usual: ViewSettings = { q: '', sort: usualSort, direction: 'asc', columns: null }
const tokens = filterTokens(containerFilterKeys)
const views = [
  { id: 'all', q: '' },
  { id: 'look', q: failingFilter },
  { id: 'change', q: 'state:starting,created,removing,restarting' },
  { id: 'stale', q: 'state:unknown' },
] as const

export function ContainersView() {
  const t = useTexts(containerTexts)
  const [address] = useAddress()
  const settings = settingsOf(address)
  const own = useOwnViews((error) => toast({ kind: 'fail', text: t.saved.notKept(error.message) }))
  const viewTabs = [
    ...views.map(({ id, q }) => ({
      id: `${id}`,
      label: t.views[id],
      href: addressOf({ ...usual, columns: settings.columns, q }),
    })),
    ...own.views.map((view) => ({ id: `saved ${view.name}`, label: view.name, href: addressOf(view) })),
  ]
  const current = own.views.find((view) => sameSettings(view, settings))
  const builtIn = views.find(({ q }) => q === settings.q)
  const isBuiltIn = views.some(({ q }) => sameSettings(settings, { ...usual, q }))
  return (
    <Page
      title={t.title}
      fixed
      tabs={
        <Tabs tabs={viewTabs} current={current ? `saved ${current.name}` : (builtIn?.id ?? '')} label={t.views.label} />
      }
    >
      <ContainerList
        settings={settings}
        own={own}
        viewsMenu={<ViewsMenu views={own.views} settings={settings} isBuiltIn={isBuiltIn} onChange={own.changeViews} />}
      />
    </Page>
  )
}

type ListProps = { settings: ViewSettings; own: ReturnType<typeof useOwnViews>; viewsMenu: ReactNode }

function ContainerList({ settings, own, viewsMenu }: ListProps) {
  const t = useTexts(containerTexts)
  const language = useLanguage()
  const router = useRouter()
  const [, setAddress] = useAddress()
  const { q, sort, direction } = settings
  // What is typed is asked at once, the address follows.
  const [asked, setAsked] = useState(q)
  const filter = useRef<FilterBarHandle>(null)
  const query = useMemo(() => ({ q: asked, sort, direction }) as const, [asked, sort, direction])
  const list = useContainers(query)
  const hosts = useHosts().data
  const known = useValuesInSight(list.rowAt)
  const suggest = useMemo(() => filterSuggestions(containerFilterKeys, known), [known])
  const flagOf = useStackFlags()
  const lostAt = useLostSince()
  const [chosen, setChosen] = useState<ReadonlyMap<string, Container>>(new Map())
  const { act, dialog } = useAct(() => setChosen(new Map()))

  const chosenNow = [...chosen.values()].map((container) => list.find(container.id) ?? container)
  const lastSeenNow = useMemo(() => new Map((hosts ?? []).map((host) => [host.id, host.lastSeenAt])), [hosts])
  const lastSeen = useRef(lastSeenNow)
  lastSeen.current = lastSeenNow
  const all = useMemo(
    () => containerColumns({ t, lostAt, flagOf, lastSeenOf: (id) => lastSeen.current.get(id) }),
    [t, lostAt, flagOf],
  )
  const wanted = settings.columns ?? own.columns
  const shownIds = ['name', ...(wanted ?? usualColumns)].join(' ')
  const columns = useMemo(() => {
    const shown = new Set(shownIds.split(' '))
    return all.filter(({ id }) => shown.has(id))
  }, [all, shownIds])
  const rowActions = useCallback(
    (container: Container) => (
      <ContainerMenu
        container={container}
        actions={() => usefulActs([container])}
        onAct={(action) => act([container], action)}
      />
    ),
    [act],
  )
  const labels = new Map(all.map(({ id, label }) => [id, label]))
  const chooseAll = async () => {
    const page = await fetchMatching(query)
    setChosen(new Map(page.items.map((container) => [container.id, container])))
    if (page.total > page.items.length) {
      toast({
        kind: 'warn',
        text: t.firstOf(page.items.length, page.total),
      })
    }
  }

  return (
    <>
      <div className="toolbar">
        <FilterBar
          ref={filter}
          label={t.filter}
          placeholder="host:kiel-* -state:running web"
          value={q}
          onChange={(value) => setAddress({ q: value })}
          onAsk={setAsked}
          tokens={tokens}
          suggest={suggest}
        />
        <span className="dim small hide-s nw" role="status">
          {!list.error && (
            <>
              <b className="num ink">{list.total.toLocaleString(language)}</b> {t.noun(list.total)}
            </>
          )}
        </span>
        <ColumnsMenu
          columns={wanted}
          labelOf={(id) => labels.get(id) ?? id}
          onChange={(next) => {
            own.setColumns(next)
            setAddress({ columns: addressOfColumns(next) })
          }}
        />
        {viewsMenu}
      </div>
      {list.error ? (
        // The filter above may be what is wrong: it stays, to be changed.
        <ErrorPanel title={t.failed} error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isLoading || !own.isSettled ? (
        <Loading what={waitedFor(hosts, t)} rows={10} />
      ) : (
        <Table
          label={t.title}
          columns={columns}
          count={list.total}
          rowAt={list.rowAt}
          rowId={(container) => container.id}
          onRange={list.onRange}
          sort={{ id: sort, direction }}
          onSort={(next) => setAddress({ sort: next.id, direction: next.direction })}
          onOpen={(container) => router.push(`/containers/${container.id}`)}
          isStale={(container) => !container.known || lostAt !== null}
          selection={{ chosen, onChange: setChosen, onAll: () => void chooseAll(), nameOf: containerTitle }}
          rowActions={rowActions}
          empty={<NoContainers q={asked} onClear={() => filter.current?.set('')} />}
        />
      )}
      {chosen.size > 0 && (
        <SelectionBar
          containers={chosenNow}
          onAct={(action) => act(chosenNow, action)}
          onClear={() => setChosen(new Map())}
        />
      )}
      {dialog}
    </>
  )
}

type KnownHost = { name: string; refreshedAt: string | null }

function waitedFor(hosts: KnownHost[] | undefined, t: (typeof containerTexts)['en']): string {
  const silent = (hosts ?? []).filter((host) => host.refreshedAt === null).map((host) => host.name)
  return silent.length > 0 ? t.firstAnswer(silent.slice(0, 4).join(', ')) : t.what
}

function NoContainers({ q, onClear }: { q: string; onClear: () => void }) {
  const t = useTexts(containerTexts)
  const all = useContainerList({ q: '' }, 1, q !== '')
  if (q === '') {
    return (
      <Empty
        title={t.none}
        actions={
          <ButtonLink look="primary" href="/deploy">
            {t.deploy}
          </ButtonLink>
        }
      >
        {t.noneLead}
      </Empty>
    )
  }
  const found = all.data?.total
  return (
    <NoMatch
      title={<Filled text={t.noMatch} parts={{ filter: <code>{q}</code> }} />}
      all={found === undefined ? null : t.containers(found)}
      onClear={onClear}
    />
  )
}

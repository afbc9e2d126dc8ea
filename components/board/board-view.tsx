'use client'
// The placement board: where everything is and where there is room. Near by as blocks, from afar as strips, on a phone as
// a list; all three show the same groups, the same filter and the same containers.
import { Server } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Filled } from '@/components/ui/filled'
import type { FilterBarHandle } from '@/components/ui/filter-bar'
import { Loading } from '@/components/ui/loading'
import { NoMatch } from '@/components/ui/no-match'
import { StackFlag } from '@/components/ui/stack-flag'
import { usePhone } from '@/components/ui/use-media'
import type { Board } from '@/lib/client/board-fold'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useBoard } from '@/lib/client/use-board'
import { useHosts } from '@/lib/client/use-hosts'
import { useStackFlags, useStackList } from '@/lib/client/use-stack-list'
import { useWanted } from '@/lib/client/use-wanted'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Stack } from '@/lib/contract/stacks'
import { boardTexts } from '@/lib/texts/board'
import { BoardColumns } from './board-columns'
import { BoardFoot } from './board-foot'
import { BoardList } from './board-list'
import { BoardStrips } from './board-strips'
import { BoardToolbar } from './board-toolbar'
import { matchOf } from './container-match'
import { FloatingBlock } from './drag/floating-block'
import { groupHosts, groupingKeys, type Measure, reservedOf } from './layout'
import { HeldFoot } from './move/held-foot'
import { MovesBar } from './move/moves-bar'
import { serviceOf, stackOf } from './move/siblings'
import { useBoardMove } from './move/use-board-move'
import { useMoveDesk } from './move/use-move-desk'
import { heldOf } from './move/use-verdicts'
import { useBoardAddress } from './use-board-address'
import { useMatches } from './use-matches'

const legendStacks = 10

export function BoardView() {
  const t = useTexts(boardTexts)
  const hosts = useHosts()
  const board = useBoard()
  const error = hosts.error ?? board.error
  const again = () => void Promise.all([hosts.refetch(), board.refetch()])
  return (
    <Page title={t.title} fixed>
      {hosts.data && board.data ? (
        <BoardOf hosts={hosts.data} board={board.data} />
      ) : error ? (
        <ErrorPanel title={t.failed} error={error} onRetry={again} />
      ) : (
        <Loading what={t.what} rows={8} />
      )}
    </Page>
  )
}

const askable = ['move'] as const
const noStacks: Stack[] = []
const noChoice: ReadonlySet<string> = new Set()
/** Nothing on this board is only planned. */
const runs = () => null

function BoardOf({ hosts, board }: { hosts: Host[]; board: Board }) {
  const t = useTexts(boardTexts)
  const isPhone = usePhone()
  const router = useRouter()
  const stacks = useStackList().data ?? noStacks
  const flagOf = useStackFlags()
  const groupKeys = useMemo(() => groupingKeys(hosts), [hosts])
  const address = useBoardAddress(hosts.length, groupKeys)
  const { measure, zoom, groupKey, isOnlyMatches } = address
  const filter = useRef<FilterBarHandle>(null)
  const [asked, setAsked] = useState(address.q)
  // A key is heard before thousands of containers have answered to it.
  const q = useDeferredValue(asked)
  const [chosenIds, setChosenIds] = useState(address.containerId === null ? noChoice : new Set([address.containerId]))
  const match = useMemo(() => matchOf(q), [q])
  const { byHost } = board
  const cluster = useMemo(() => ({ hosts, byHost, strategy: board.strategy }), [hosts, byHost, board.strategy])
  const desk = useMoveDesk(cluster)
  useWanted(askable, () => {
    const wanted = findContainer(byHost, address.containerId)
    if (wanted) desk.pick(heldOf([wanted]))
  })

  const found = useMatches(byHost, match)
  const withMatches = found === null ? hosts : hosts.filter(({ id }) => (found.get(id)?.size ?? 0) > 0)
  const hidesFor = isOnlyMatches ? found : null
  const groups = useMemo(
    () => groupHosts(hidesFor ? hosts.filter(({ id }) => (hidesFor.get(id)?.size ?? 0) > 0) : hosts, groupKey),
    [hosts, groupKey, hidesFor],
  )
  const chosen = useMemo(() => [...chosenIds].flatMap((id) => findContainer(byHost, id) ?? []), [byHost, chosenIds])
  const choose = (container: BoardContainer | null, isMore: boolean) => {
    if (container === null) return setChosenIds(noChoice)
    const { id } = container
    const others = new Set([...chosenIds].filter((other) => other !== id))
    if (isMore) return setChosenIds(chosenIds.has(id) ? others : others.add(id))
    setChosenIds(chosenIds.has(id) && others.size === 0 ? noChoice : new Set([id]))
  }
  const move = useBoardMove(cluster, groups, measure, { chosen, onDrop: desk.plan })
  const { held } = move
  const containers = [...byHost.values()].reduce((sum, own) => sum + own.length, 0)
  const matches = [...(found?.values() ?? [])].reduce((sum, { size }) => sum + size, 0)
  const extent = t.extent(hosts.length, containers)

  if (hosts.length === 0) return <NoHosts />
  const parts = { groups: move.groups, groupKey, byHost, measure, match, flagOf }
  const isEmpty = match !== null && isOnlyMatches && withMatches.length === 0
  return (
    <>
      <BoardToolbar
        address={address}
        isPhone={isPhone}
        groupKeys={groupKeys}
        hosts={hosts}
        stacks={stacks}
        filter={filter}
        onAsk={setAsked}
        count={match ? t.found(matches, withMatches.length, hosts.length) : extent}
      />
      {!isPhone && (
        <StackLegend stacks={stacks} flagOf={flagOf} onPick={(name) => filter.current?.set(`stack:${name}`)} />
      )}
      {isEmpty ? (
        <NoMatch
          title={<Filled text={t.noMatch} parts={{ filter: <code>{q}</code> }} />}
          all={extent}
          onClear={() => {
            filter.current?.set('')
            address.set({ only: undefined })
          }}
        />
      ) : isPhone ? (
        <BoardList {...parts} hand={move.hand} onMove={(container) => desk.pick(heldOf([container]))} />
      ) : zoom === 'strips' ? (
        <BoardStrips
          {...parts}
          matches={found}
          hand={move.hand}
          onEnter={(hostId) => address.set({ zoom: 'blocks', host: hostId })}
        />
      ) : (
        <BoardColumns
          {...parts}
          chosen={chosenIds}
          onChoose={choose}
          startHostId={address.hostId}
          hand={move.hand}
          onOpen={({ id }) => router.push(`/containers/${id}`)}
          plannedAs={runs}
        />
      )}
      <p className="sr" aria-live="assertive">
        {move.said}
      </p>
      <MovesBar onShow={desk.show} onUndo={desk.undo} />
      {held && <HeldFoot move={move} />}
      {held && move.drag.lifted?.by === 'pointer' && (
        <FloatingBlock
          float={move.drag.float}
          title={held.title}
          flag={flagOf(held.containers[0]?.stack ?? null)}
          amount={amountOf(held.containers, measure)}
        />
      )}
      {!isPhone && !held && (
        <BoardFoot
          chosen={chosen}
          flagOf={flagOf}
          measure={measure}
          zoom={zoom}
          onClear={() => setChosenIds(noChoice)}
          onMove={(containers) => desk.pick(heldOf(containers))}
          serviceOf={(container) => serviceOf(container, byHost)}
          stackOf={(container) => stackOf(container, byHost)}
        />
      )}
      {desk.dialog}
    </>
  )
}

function amountOf(containers: readonly BoardContainer[], measure: Measure): string {
  const sum = containers.reduce((all, container) => all + reservedOf(container, measure), 0)
  return sum === 0 ? '' : measure === 'memory' ? bytes(sum) : cores(sum)
}

function findContainer(byHost: Board['byHost'], id: string | null): BoardContainer | undefined {
  if (id === null) return undefined
  for (const own of byHost.values()) {
    const found = own.find((container) => container.id === id)
    if (found) return found
  }
  return undefined
}

function NoHosts() {
  const t = useTexts(boardTexts)
  return (
    <Empty
      title={t.none}
      actions={
        <ButtonLink look="primary" icon={Server} href="/hosts/add">
          {t.addHost}
        </ButtonLink>
      }
    >
      {t.noneLead}
    </Empty>
  )
}

function StackLegend(props: {
  stacks: readonly Stack[]
  flagOf: (stack: string) => number | undefined
  onPick: (name: string) => void
}) {
  const t = useTexts(boardTexts)
  const flagged = props.stacks.flatMap(({ name }) => {
    const flag = props.flagOf(name)
    return flag === undefined ? [] : [{ name, flag }]
  })
  if (flagged.length === 0) return null
  return (
    <ul className="board-stacks" aria-label={t.stacks}>
      {flagged.slice(0, legendStacks).map(({ name, flag }) => (
        <li key={name}>
          <button type="button" className="plain" onClick={() => props.onPick(name)}>
            <StackFlag colour={flag} />
            {name}
          </button>
        </li>
      ))}
    </ul>
  )
}

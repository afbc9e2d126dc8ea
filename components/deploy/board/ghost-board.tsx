'use client'
// The plan before it is deployed, on the board: the stack as ghost blocks where the plan puts them, what else runs dimmed. A
// service that is dragged onto a host or a label group is bound there by a line in the text, which the editor can undo.
import { type ReactNode, useMemo, useState } from 'react'
import { BoardColumns } from '@/components/board/board-columns'
import { FloatingBlock } from '@/components/board/drag/floating-block'
import { verdictText } from '@/components/board/drag/verdict-words'
import { groupingKeys, type Measure } from '@/components/board/layout'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Select } from '@/components/ui/field'
import { Loading } from '@/components/ui/loading'
import { toast } from '@/components/ui/toast'
import { usePhone } from '@/components/ui/use-media'
import type { Board } from '@/lib/client/board-fold'
import { elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useBoard } from '@/lib/client/use-board'
import { useHosts } from '@/lib/client/use-hosts'
import { useStackFlags } from '@/lib/client/use-stack-list'
import { type ComposeFile, type Pin, pinService, pinsOf, unpinService } from '@/lib/compose-text/pin-edits'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Plan } from '@/lib/contract/plan'
import { boardTexts } from '@/lib/texts/board'
import { deployBoardTexts } from '@/lib/texts/deploy-board'
import { frameTexts } from '@/lib/texts/frame'
import { placementTexts } from '@/lib/texts/placement'
import { GhostList } from './ghost-list'
import { isGhost } from './ghosts'
import { PinPicker } from './pin-picker'
import { pinChange, pinLine, pinWords } from './pin-words'
import { ServiceCards } from './service-cards'
import { useGhostHand } from './use-ghost-hand'
import { useGhosts } from './use-ghosts'

export type GhostBoardProps = {
  plan: Plan
  isBusy: boolean
  /** The files that are merged, in order. */
  files: ComposeFile[]
  onService: (service: string) => void
  /** What follows when all is where it should be. */
  acts: ReactNode
  /** Writes these texts and shows the line. */
  onFiles: (files: ComposeFile[], shown: { path: string; line: number }) => void
  /** Puts the texts back, unless they were changed since. */
  onRevert: (from: ComposeFile[], to: ComposeFile[]) => void
}

export default function GhostBoard(props: GhostBoardProps) {
  const t = useTexts(boardTexts)
  const hosts = useHosts()
  const board = useBoard()
  const error = hosts.error ?? board.error
  if (hosts.data && board.data) return <GhostBoardOf {...props} hosts={hosts.data} board={board.data} />
  if (error) return <ErrorPanel title={t.failed} error={error} />
  return <Loading what={t.what} rows={6} />
}

const measure: Measure = 'memory'
const noChoice: ReadonlySet<string> = new Set()
const favourite = /^(zone|region|rack|dc|datacenter|site)$/i

function GhostBoardOf({
  plan,
  isBusy,
  files,
  onService,
  acts,
  onFiles,
  onRevert,
  hosts,
  board,
}: GhostBoardProps & { hosts: Host[]; board: Board }) {
  const t = useTexts(deployBoardTexts)
  const words = useTexts(placementTexts)
  const isPhone = usePhone()
  const stackFlag = useStackFlags()
  const keys = useMemo(() => groupingKeys(hosts), [hosts])
  const [chosenKey, setKey] = useState<string | null>(null)
  const wanted = chosenKey ?? keys.find((key) => favourite.test(key)) ?? ''
  const groupKey = keys.includes(wanted) ? wanted : null
  const ghosts = useGhosts(plan, hosts, board, groupKey)
  const [picking, setPicking] = useState<string | null>(null)
  const [chosen, setChosen] = useState(noChoice)

  const take = (service: string, pin: Pin, edit: typeof pinService, isPinned: boolean) => {
    const result = edit(files, service, pin)
    if (!result.ok) {
      const refused = t.refused
      const code = result.code === 'taken' ? 'missing' : result.code
      const said = code === 'notation' ? refused.notation(result.line) : refused[code]
      hand.say(said)
      return toast({ kind: 'fail', text: said })
    }
    const { changed } = result
    const before = files.find(({ path }) => path === changed.path)?.content ?? ''
    const line = pinLine(before, changed.content, pin)
    const { added, removed } = pinChange(files, result.files)
    const said = isPinned
      ? t.pinned(service, added.join(', ') || pinWords(pin), line, changed.path, removed.join(', '))
      : t.unpinned(service, removed.join(', ') || pinWords(pin))
    hand.say(said)
    onService(service)
    onFiles(result.files, { path: changed.path, line })
    toast({ kind: 'ok', text: said, action: { label: t.undo, onClick: () => onRevert(result.files, files) } })
  }
  const hand = useGhostHand({
    plan,
    ghosts,
    hosts,
    groupKey,
    onPin: (service, pin) => take(service, pin, pinService, true),
  })
  const flagOf = (stack: string | null) => stackFlag(stack) ?? (stack === plan.stack ? 1 : undefined)
  const actions = useMemo(() => new Map(plan.containers.map(({ name, action }) => [name, t.action[action]])), [plan, t])
  const plannedAs = (container: BoardContainer) => (isGhost(container) ? (actions.get(container.name) ?? null) : null)
  const cards = (
    <ServiceCards
      plan={plan}
      pinsOf={(service) => pinsOf(files, service)}
      held={hand.service}
      onChoose={onService}
      onLift={hand.lift}
      onPick={setPicking}
      onUnpin={(service, pin) => take(service, pin, unpinService, false)}
    />
  )
  return (
    <div ref={hand.drag.setPane} className="ghost-board" onPointerDown={hand.drag.onPointerDown} aria-busy={isBusy}>
      {cards}
      <GroupBy keys={keys} value={groupKey} onChange={setKey} isBusy={isBusy} acts={acts} />
      {isPhone ? (
        <GhostList
          groups={ghosts.groups}
          groupKey={groupKey}
          byHost={ghosts.byHost}
          measure={measure}
          flag={flagOf(plan.stack)}
          hand={hand.hand}
          plannedAs={plannedAs}
        />
      ) : (
        <BoardColumns
          groups={ghosts.groups}
          groupKey={groupKey}
          byHost={ghosts.byHost}
          measure={measure}
          match={isGhost}
          flagOf={flagOf}
          chosen={chosen}
          onChoose={(container) => {
            setChosen(container === null || chosen.has(container.id) ? noChoice : new Set([container.id]))
            if (container && isGhost(container) && container.service !== null) onService(container.service)
          }}
          startHostId={null}
          hand={hand.hand}
          onOpen={openNothing}
          plannedAs={plannedAs}
        />
      )}
      <Foot hand={hand} files={files} isPhone={isPhone} verdict={hand.verdict && verdictText(hand.verdict, words)} />
      <p className="sr" aria-live="assertive">
        {hand.said}
      </p>
      {hand.service !== null && hand.drag.lifted?.by === 'pointer' && (
        <FloatingBlock float={hand.drag.float} title={hand.service} flag={flagOf(plan.stack)} amount="" />
      )}
      {picking !== null && (
        <PinPicker
          service={picking}
          hosts={hosts}
          judge={ghosts.judge}
          onClose={() => setPicking(null)}
          onPick={(pin) => {
            setPicking(null)
            take(picking, pin, pinService, true)
          }}
        />
      )}
    </div>
  )
}

/** What is only planned has no page of its own yet. */
const openNothing = (_container: BoardContainer) => undefined

type GroupByProps = {
  keys: string[]
  value: string | null
  onChange: (key: string) => void
  isBusy: boolean
  acts: ReactNode
}

function GroupBy(props: GroupByProps) {
  const board = useTexts(boardTexts)
  const t = useTexts(deployBoardTexts)
  return (
    <div className="toolbar">
      {props.keys.length > 0 && (
        <Select
          className="board-group"
          aria-label={board.group.label}
          value={props.value ?? ''}
          onChange={(event) => props.onChange(event.target.value)}
        >
          {props.keys.map((key) => (
            <option key={key} value={key}>
              {board.group.by(key)}
            </option>
          ))}
          <option value="">{board.group.flat}</option>
        </Select>
      )}
      <span className="dim small push" role="status">
        {props.isBusy && t.planning}
      </span>
      {props.acts}
    </div>
  )
}

type FootProps = {
  hand: ReturnType<typeof useGhostHand>
  files: ComposeFile[]
  isPhone: boolean
  verdict: string | undefined
}

function Foot({ hand, files, isPhone, verdict }: FootProps) {
  const t = useTexts(deployBoardTexts)
  const words = useTexts(placementTexts)
  const caps = useTexts(frameTexts).caps
  const { service, pin } = hand
  const isTaken = hand.verdict?.kind === 'fits'
  const change = useMemo(() => {
    const result = service !== null && pin && isTaken ? pinService(files, service, pin) : null
    return result?.ok ? pinChange(files, result.files) : null
  }, [files, service, pin, isTaken])
  if (service === null) return <p className="board-foot dim small">{isPhone ? t.touchHint : t.hint}</p>
  return (
    <div className="board-foot of-held">
      <p className="board-say">
        <b>{t.held(service, hand.placeName ?? t.nowhere)}</b>
        <span>{hand.placeName === undefined ? '' : (verdict ?? words.asking)}</span>
        {change?.removed.map((line) => (
          <del key={line} className="pin-line">
            {line}
          </del>
        ))}
        {change?.added.map((line) => (
          <ins key={line} className="pin-line">
            {line}
          </ins>
        ))}
      </p>
      <span className="dim small nw">{elapsed(Math.max(1, hand.tookMs))}</span>
      <span className="push small dim nw hide-s">
        <kbd>{caps.Esc}</kbd>
      </span>
    </div>
  )
}

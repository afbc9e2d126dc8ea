'use client'
// The foot of the board: the chosen container in a sentence with its acts, else how to read the picture.
import { ArrowRightLeft, X } from 'lucide-react'
import { Button, ButtonLink } from '@/components/ui/button'
import { ContainerName, containerTitle } from '@/components/ui/container-name'
import { State } from '@/components/ui/state'
import { useKnownNow } from '@/lib/client/clock'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { containerWords } from '@/lib/client/state-words'
import { useActBlocked } from '@/lib/client/use-live'
import type { BoardContainer } from '@/lib/contract/board'
import { boardTexts } from '@/lib/texts/board'
import { frameTexts } from '@/lib/texts/frame'
import { movesTexts } from '@/lib/texts/moves'
import type { Measure } from './layout'
import type { Zoom } from './use-board-address'

type Props = {
  chosen: readonly BoardContainer[]
  flagOf: (stack: string | null) => number | undefined
  measure: Measure
  zoom: Zoom
} & Moving

type Moving = {
  onClear: () => void
  onMove: (containers: readonly BoardContainer[]) => void
  /** All containers of its service. */
  serviceOf: (container: BoardContainer) => readonly BoardContainer[]
  /** And of its stack. */
  stackOf: (container: BoardContainer) => readonly BoardContainer[]
}

export function BoardFoot({ chosen, flagOf, measure, zoom, ...acts }: Props) {
  const [first, ...others] = chosen
  if (!first) return <Legend measure={measure} zoom={zoom} />
  if (others.length > 0) return <ChosenMany containers={chosen} {...acts} />
  return <Chosen container={first} flag={flagOf(first.stack)} {...acts} />
}

function ChosenMany({ containers, onMove, onClear }: { containers: readonly BoardContainer[] } & Moving) {
  const t = useTexts(boardTexts)
  const moves = useTexts(movesTexts)
  return (
    <section className="board-foot" aria-label={t.chosenMany}>
      <p className="board-say" role="status">
        <b>{moves.many(containers.length)}</b>{' '}
        <span className="dim">{containers.map((container) => containerTitle(container)).join(', ')}</span>
      </p>
      <Button icon={ArrowRightLeft} disabledReason={useActBlocked()} onClick={() => onMove(containers)}>
        {moves.move}
      </Button>
      <Button look="ghost" icon={X} onClick={onClear}>
        {t.clear}
      </Button>
    </section>
  )
}

function Chosen({
  container,
  flag,
  onClear,
  onMove,
  serviceOf,
  stackOf,
}: {
  container: BoardContainer
  flag: number | undefined
} & Moving) {
  const t = useTexts(boardTexts)
  const moves = useTexts(movesTexts)
  const off = { disabledReason: useActBlocked() }
  const siblings = serviceOf(container)
  const all = stackOf(container)
  const { id, name, stack, service, number, image, hostName, reservation } = container
  const state = containerWords(container, useKnownNow())
  const reserved = [
    ...(reservation.memoryBytes > 0 ? [bytes(reservation.memoryBytes)] : []),
    ...(reservation.cpus > 0 ? [cores(reservation.cpus)] : []),
  ].join(', ')
  return (
    <section className="board-foot" aria-label={t.chosen}>
      <p className="board-say">
        <b>
          <ContainerName name={name} stack={stack} service={service} number={number} flag={flag} />
        </b>{' '}
        {t.on(hostName)} <State kind={state.kind} words={state.words} />
        <span className="dim"> {reserved === '' ? t.reservesNothing : t.reserved(reserved)}</span>
        <span className="mono dim small"> {image}</span>
      </p>
      <Button icon={ArrowRightLeft} {...off} onClick={() => onMove([container])}>
        {moves.move}
      </Button>
      {siblings.length > 1 && (
        <Button {...off} onClick={() => onMove(siblings)}>
          {moves.moveService(service ?? '')}
        </Button>
      )}
      {all.length > siblings.length && (
        <Button {...off} onClick={() => onMove(all)}>
          {moves.moveStack(stack ?? '')}
        </Button>
      )}
      <ButtonLink href={`/containers/${id}`}>{t.openContainer}</ButtonLink>
      <Button look="ghost" icon={X} onClick={onClear}>
        {t.clear}
      </Button>
    </section>
  )
}

function Legend({ measure, zoom }: { measure: Measure; zoom: Zoom }) {
  const t = useTexts(boardTexts)
  const moves = useTexts(movesTexts)
  const caps = useTexts(frameTexts).caps
  return (
    <div className="board-foot dim small">
      <p>
        {t.legend[measure]} {zoom === 'strips' ? t.legend.strips : moves.hint}
      </p>
      <span className="push nw">
        <kbd>←</kbd>
        <kbd>→</kbd>
        <kbd>↑</kbd>
        <kbd>↓</kbd> {t.legend.walk} <kbd>{caps.Enter}</kbd> {zoom === 'strips' ? t.legend.zoomIn : t.legend.open}
      </span>
    </div>
  )
}

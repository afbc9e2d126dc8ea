'use client'
// The foot of the board: the chosen container in a sentence with its acts, else how to read the picture.
import { ArrowRightLeft, X } from 'lucide-react'
import { Button, ButtonLink } from '@/components/ui/button'
import { ContainerName } from '@/components/ui/container-name'
import { State } from '@/components/ui/state'
import { useNow } from '@/lib/client/clock'
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
  container: BoardContainer | undefined
  flag: number | undefined
  measure: Measure
  zoom: Zoom
  onClear: () => void
} & Moving

type Moving = {
  onMove: (containers: readonly BoardContainer[]) => void
  /** All containers of its service. */
  serviceOf: (container: BoardContainer) => readonly BoardContainer[]
}

export function BoardFoot({ container, measure, zoom, ...chosen }: Props) {
  return container ? <Chosen container={container} {...chosen} /> : <Legend measure={measure} zoom={zoom} />
}

function Chosen({
  container,
  flag,
  onClear,
  onMove,
  serviceOf,
}: {
  container: BoardContainer
  flag: number | undefined
  onClear: () => void
} & Moving) {
  const t = useTexts(boardTexts)
  const moves = useTexts(movesTexts)
  const off = { disabledReason: useActBlocked() }
  const siblings = serviceOf(container)
  const { id, name, stack, service, number, image, hostName, reservation } = container
  const state = containerWords(container, useNow())
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
  const caps = useTexts(frameTexts).keyMap.caps
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

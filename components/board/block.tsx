'use client'
// One container on the board: as high as what it reserves, in its stack's colour and mark.
import clsx from 'clsx'
import { type CSSProperties, memo } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { StackFlag } from '@/components/ui/stack-flag'
import { StateMark } from '@/components/ui/state'
import { serverNow } from '@/lib/client/clock'
import { bytes, coreNumber, cores, gib } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { containerWords } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import { boardTexts } from '@/lib/texts/board'
import { type Measure, reservedOf } from './layout'

export const stackColour = (flag: number | undefined): string =>
  flag === undefined ? 'var(--idle)' : `var(--stack-${((((Math.trunc(flag) - 1) % 10) + 10) % 10) + 1})`

export const shortName = ({ service, number, name }: BoardContainer): string =>
  service === null ? name : number === null ? service : `${service}.${number}`

type Props = {
  container: BoardContainer
  heightPx: number
  isHalf: boolean
  measure: Measure
  flag: number | undefined
  isDim: boolean
  isChosen: boolean
  isCursor: boolean
  /** It is held, and stands here no longer once it is dropped. */
  isLifted: boolean
  /** What a plan will make of it; null: it is there. */
  plannedAs: string | null
}

export const Block = memo(function Block(props: Props) {
  const { container, heightPx, isHalf, measure, flag, isDim, isChosen, isCursor, isLifted, plannedAs } = props
  const t = useTexts(boardTexts)
  const state = containerWords(container, serverNow())
  const amount = reservedOf(container, measure)
  const whole = measure === 'memory' ? bytes(amount) : cores(amount)
  const text = t.block(
    containerTitle(container),
    plannedAs ?? state.words,
    amount > 0 ? t.reserved(whole) : t.reservesNothing,
  )
  return (
    <button
      type="button"
      className={clsx(
        'blk',
        isHalf && 'half',
        isDim && 'dimmed',
        isChosen && 'chosen',
        state.kind === 'fail' && 'is-fail',
        !container.known && 'is-stale',
        isLifted && 'lifted',
        plannedAs !== null && 'ghost',
      )}
      style={{ '--s': stackColour(flag), height: heightPx } as CSSProperties}
      data-container={container.id}
      aria-label={text}
      aria-pressed={isChosen}
      title={text}
      tabIndex={isCursor ? 0 : -1}
    >
      {flag !== undefined && <StackFlag colour={flag} />}
      <span className="cut">{shortName(container)}</span>
      {state.kind !== 'ok' && plannedAs === null && <StateMark kind={state.kind} words={state.words} />}
      {!isHalf && amount > 0 && <em className="num">{measure === 'memory' ? gib(amount) : coreNumber(amount)}</em>}
    </button>
  )
})

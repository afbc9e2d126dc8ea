'use client'
// One host as a column: who it is, how full it is, and its containers in a box as high as what it has.
import clsx from 'clsx'
import { memo, useMemo } from 'react'
import { CpuBar, MemoryBar } from '@/components/ui/host-cells'
import { RowLink } from '@/components/ui/row-link'
import { StateMark } from '@/components/ui/state'
import { serverNow, useKnownNow } from '@/lib/client/clock'
import { coreNumber, gib } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostAnswers, hostWords } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { boardTexts } from '@/lib/texts/board'
import { stateTexts } from '@/lib/texts/states'
import { Block } from './block'
import type { Match } from './container-match'
import { ColumnVerdict } from './drag/column-verdict'
import type { Offer } from './hand'
import { blocksOf, holdHeightPx, type Measure } from './layout'

type Props = {
  host: Host
  containers: readonly BoardContainer[]
  measure: Measure
  scale: number
  /** The label that the group's head says already. */
  groupKey: string | null
  match: Match | null
  flagOf: (stack: string | null) => number | undefined
  chosen: ReadonlySet<string>
  /** The container where the keyboard is, `''` for the host itself; null: elsewhere. */
  cursor: string | null
  left: number
  width: number
  /** Only while something is held. */
  offer: Offer | null
  /** Ids of what is held. */
  lifted: ReadonlySet<string> | null
  /** What will be made of a container that is only planned; null: it runs. */
  plannedAs: (container: BoardContainer) => string | null
}

const labelText = ({ labels, engine }: Host, except: string | null) =>
  [
    ...(engine && !/^(x86_64|amd64)$/.test(engine.architecture) ? [engine.architecture] : []),
    ...Object.entries({ ...labels.engine, ...labels.console })
      .filter(([key]) => key !== except)
      .map(([key, value]) => `${key}=${value}`),
  ].join(' ')

export const freeText = ({ total, reserved }: Host, measure: Measure): string =>
  measure === 'memory'
    ? gib(Math.max(0, total.memoryBytes - reserved.memoryBytes))
    : coreNumber(Math.max(0, total.cpus - reserved.cpus))

function ColumnHead({
  host,
  measure,
  groupKey,
  isCursor,
}: Pick<Props, 'host' | 'measure' | 'groupKey'> & { isCursor: boolean }) {
  const t = useTexts(boardTexts)
  const state = hostWords(host, useKnownNow())
  const labels = labelText(host, groupKey)
  return (
    <header>
      <h3>
        <StateMark kind={state.kind} words={state.words} />
        <RowLink className="quiet cut" href={`/hosts/${host.id}`} data-host={host.id} tabIndex={isCursor ? 0 : -1}>
          {host.name}
        </RowLink>
        <span className="push dim num">{hostAnswers(host) && t.free(freeText(host, measure))}</span>
      </h3>
      <p className="board-labs" title={labels}>
        {labels}
      </p>
      <div className="m">
        <span>{t.memory}</span>
        <MemoryBar host={host} />
        <span className="num">{gib(host.total.memoryBytes)}</span>
      </div>
      <div className="m">
        <span>{t.cpu}</span>
        <CpuBar host={host} />
        <span className="num">{coreNumber(host.total.cpus)}</span>
      </div>
    </header>
  )
}

export const HostColumn = memo(function HostColumn(props: Props) {
  const { host, containers, measure, scale, match, flagOf, chosen, cursor, offer, lifted, plannedAs } = props
  const counted = useTexts(stateTexts).containers
  const t = useTexts(boardTexts)
  const blocks = useMemo(() => blocksOf(containers, measure, scale), [containers, measure, scale])
  const answers = hostAnswers(host)
  return (
    <section
      className={clsx(
        'board-host',
        !answers && 'gone',
        offer?.verdict && `says-${offer.verdict.kind}`,
        offer?.isTarget && 'target',
      )}
      style={{ left: props.left, width: props.width }}
      aria-label={t.column(host.name, hostWords(host, serverNow()).words, counted(containers.length))}
      data-column={host.id}
    >
      <ColumnHead host={host} measure={measure} groupKey={props.groupKey} isCursor={cursor === ''} />
      {offer && <ColumnVerdict verdict={offer.verdict} left={offer.left} />}
      <div
        className={clsx('hold', !answers && 'hatch')}
        style={{ minHeight: holdHeightPx(blocks, host, measure, scale) }}
      >
        {blocks.map(({ container, heightPx, isHalf }) => (
          <Block
            key={container.id}
            container={container}
            heightPx={heightPx}
            isHalf={isHalf}
            measure={measure}
            flag={flagOf(container.stack)}
            isDim={match !== null && !match(container)}
            isChosen={chosen.has(container.id)}
            isCursor={container.id === cursor}
            isLifted={lifted?.has(container.id) === true}
            plannedAs={plannedAs(container)}
          />
        ))}
        {offer?.isTarget && offer.verdict?.kind === 'fits' && <div className="slot" style={{ height: offer.slotPx }} />}
      </div>
    </section>
  )
})

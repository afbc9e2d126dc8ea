'use client'
// What a strip holds, in words, beside the strip that the pointer or the keyboard is on.
import clsx from 'clsx'
import { containerTitle } from '@/components/ui/container-name'
import { StackFlag } from '@/components/ui/stack-flag'
import { StateMark } from '@/components/ui/state'
import { useKnownNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import { hostWords } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { boardTexts } from '@/lib/texts/board'
import { frameTexts } from '@/lib/texts/frame'
import type { Match } from './container-match'
import { ColumnVerdict } from './drag/column-verdict'
import type { Offer } from './hand'
import type { Measure } from './layout'
import { reservedText } from './strip'

const mostLines = 6
const peekWidthPx = 236
const peekHeightPx = 200

type Line = { name: string; stack: string | null; count: number }

/** Services by how many containers they have here, the ones asked for before all others. */
function linesOf(containers: readonly BoardContainer[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { stack, service, name } of containers) {
    const key = stack !== null && service !== null ? `${stack}/${service}` : name
    const line = lines.get(key) ?? { name: key, stack, count: 0 }
    line.count += 1
    lines.set(key, line)
  }
  return [...lines.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

type Props = {
  host: Host
  containers: readonly BoardContainer[]
  measure: Measure
  match: Match | null
  flagOf: (stack: string | null) => number | undefined
  at: DOMRect
  /** What a press would take up. */
  pointed: BoardContainer | null
  /** The container that the keys are on, among all of the strip. */
  pick: { picked: BoardContainer | null; choices: readonly BoardContainer[] } | null
  /** Only while something is held. */
  offer: Offer | null
}

/** A few before the one that the keys are on and a few after it. */
function aroundPick({ picked, choices }: NonNullable<Props['pick']>): readonly BoardContainer[] {
  const at = choices.findIndex(({ id }) => id === picked?.id)
  const from = Math.max(0, Math.min(at - Math.floor(mostLines / 2), choices.length - mostLines))
  return choices.slice(from, from + mostLines)
}

export function StripPeek({ host, containers, measure, match, flagOf, at, pointed, pick, offer }: Props) {
  const t = useTexts(boardTexts)
  const caps = useTexts(frameTexts).caps
  const state = hostWords(host, useKnownNow())
  const matching = match === null ? containers : containers.filter(match)
  const lines = linesOf(matching)
  const shown = lines.slice(0, mostLines)
  const named = new Set(shown.map(({ name }) => name))
  const rest = containers.filter(
    (container) =>
      !matching.includes(container) ||
      !named.has(
        container.stack !== null && container.service !== null
          ? `${container.stack}/${container.service}`
          : container.name,
      ),
  )
  const isRight = at.right + peekWidthPx + 12 < window.innerWidth
  const left = isRight ? at.right + 8 : Math.max(8, at.left - peekWidthPx - 8)
  const top = Math.max(8, Math.min(at.top, window.innerHeight - peekHeightPx - 80))
  return (
    <div className="peek" style={{ left, top, width: peekWidthPx }} aria-hidden="true">
      <h3>
        <StateMark kind={state.kind} /> {host.name}
        {state.kind !== 'ok' && <span className="dim small"> {state.words}</span>}
      </h3>
      <p className="dim small">{reservedText(host, measure, t.ofReserved)}</p>
      {offer && <ColumnVerdict verdict={offer.verdict} left={offer.left} />}
      {pick && <PickLines pick={pick} flagOf={flagOf} />}
      <ul hidden={pick !== null}>
        {shown.map((line) => {
          const flag = flagOf(line.stack)
          return (
            <li key={line.name}>
              {flag !== undefined && <StackFlag colour={flag} />}
              <span className="cut">{line.name}</span>
              <span className="push dim num">{line.count}</span>
            </li>
          )
        })}
      </ul>
      {containers.length === 0 && <p className="dim small">{t.noContainers}</p>}
      {rest.length > 0 && pick === null && (
        <p className="dim small">{t.others(rest.length, new Set(rest.map(({ stack }) => stack)).size)}</p>
      )}
      {offer === null && (
        <p className="dim small peek-keys">
          {pointed && <b className="peek-pointed">{t.drags(containerTitle(pointed))}</b>}
          {pick ? (
            <>
              <span>
                <kbd>↑</kbd>
                <kbd>↓</kbd> {t.legend.choose} <kbd>{caps.Enter}</kbd> {t.legend.lift}
              </span>
              <span>
                <kbd>{caps.Esc}</kbd> {t.legend.leave}
              </span>
            </>
          ) : (
            <span>
              <kbd>{caps.Enter}</kbd> {t.legend.zoomIn} <kbd>M</kbd> {t.legend.move}
            </span>
          )}
        </p>
      )}
    </div>
  )
}

function PickLines({ pick, flagOf }: { pick: NonNullable<Props['pick']>; flagOf: Props['flagOf'] }) {
  return (
    <ul>
      {aroundPick(pick).map((container) => {
        const flag = flagOf(container.stack)
        return (
          <li key={container.id} className={clsx(container.id === pick.picked?.id && 'picked')}>
            {flag !== undefined && <StackFlag colour={flag} />}
            <span className="cut">{containerTitle(container)}</span>
          </li>
        )
      })}
    </ul>
  )
}

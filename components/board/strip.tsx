'use client'
// A host in the board from afar: its name, how many of its containers match, their picture, the share reserved.
import clsx from 'clsx'
import { Check, MapPin, X } from 'lucide-react'
import { type CSSProperties, memo } from 'react'
import { Icon } from '@/components/ui/icon'
import { StateMark } from '@/components/ui/state'
import { serverNow } from '@/lib/client/clock'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostAnswers, hostWords } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { boardTexts } from '@/lib/texts/board'
import { stateTexts } from '@/lib/texts/states'
import type { Verdict } from './drag/verdicts'
import { type Measure, totalOf } from './layout'
import { StripCanvas } from './strip-canvas'
import type { Matched } from './use-matches'
import type { ThemeColours } from './use-theme-colours'

type Props = {
  host: Host
  containers: readonly BoardContainer[]
  measure: Measure
  /** Null: nothing is asked for. */
  matched: Matched | null
  flagOf: (stack: string | null) => number | undefined
  colours: ThemeColours | null
  isCursor: boolean
  /** What the host says to what is held; null: nothing is held, or nobody knows yet. */
  says: Verdict['kind'] | null
}

export function reservedText({ reserved, total }: Host, measure: Measure, words: (part: string, of: string) => string) {
  return measure === 'memory'
    ? words(bytes(reserved.memoryBytes), bytes(total.memoryBytes))
    : words(cores(reserved.cpus), cores(total.cpus))
}

const marks = { here: MapPin, fits: Check, refused: X }

export const Strip = memo(function Strip(props: Props) {
  const { host, containers, measure, matched, flagOf, colours, isCursor, says } = props
  const t = useTexts(boardTexts)
  const counted = useTexts(stateTexts).containers
  const state = hostWords(host, serverNow())
  const matches = matched?.size ?? 0
  const reserved = measure === 'memory' ? host.reserved.memoryBytes : host.reserved.cpus
  const total = totalOf(host, measure)
  const share = total > 0 ? Math.min(1, reserved / total) : 0
  const words = [counted(containers.length), ...(matched ? [t.matching(matches)] : [])].join(', ')
  return (
    <button
      type="button"
      className={clsx('strip', !hostAnswers(host) && 'gone', says && `says-${says}`)}
      data-strip={host.id}
      aria-label={t.strip(host.name, state.words, words, reservedText(host, measure, t.ofReserved))}
      tabIndex={isCursor ? 0 : -1}
    >
      <span className="strip-name">
        {state.kind !== 'ok' && <StateMark kind={state.kind} />}
        <span className="cut">{host.name}</span>
        {says !== null ? <Icon icon={marks[says]} small /> : matches > 0 && <b className="num">{matches}</b>}
      </span>
      <span className={clsx('strip-box', !hostAnswers(host) && 'hatch')}>
        {colours && (
          <StripCanvas
            containers={containers}
            total={total}
            measure={measure}
            matched={matched}
            flagOf={flagOf}
            colours={colours}
          />
        )}
      </span>
      <span className="strip-share" style={{ '--r': `${share * 100}%` } as CSSProperties} />
    </button>
  )
})

'use client'
// What stops working without a party, and for each how that is known.
import { Empty } from '@/components/ui/empty'
import { SectionHead } from '@/components/ui/section'
import { useTexts } from '@/lib/client/language'
import type { Dependent, Reach } from '@/lib/contract/reach'
import { reachTexts } from '@/lib/texts/reach'
import { PartyLink } from './reach-words'
import { walkRows } from './walk-rows'

export function ReachBreaks({ reach }: { reach: Reach }) {
  const t = useTexts(reachTexts).breaks
  const needing = new Set(reach.breaks.map(({ party }) => party.key))
  const others = reach.reachedBy.filter(({ party }) => !needing.has(party.key)).length
  const maybe = others + reach.counts.reachedBy - reach.reachedBy.length
  const rest = [maybe > 0 && t.maybe(maybe), reach.of.siblings > 0 && t.siblings(reach.of.siblings)]
    .filter(Boolean)
    .join(' ')
  if (reach.breaks.length === 0) return <Empty title={t.none}>{rest}</Empty>
  return (
    <>
      <SectionHead title={t.title(reach.breaks.length)} />
      <ul className="need-list" onKeyDown={walkRows}>
        {reach.breaks.map((one) => (
          <li key={one.party.key}>
            <PartyLink party={one.party} question="breaks" />
            <p>
              <Known dependent={one} />
              {one.through !== null && `, ${t.through(one.through)}`}
              {!one.reaches && <span className="warn"> {t.unreachable}</span>}
            </p>
          </li>
        ))}
      </ul>
      {rest !== '' && <p className="pad ink-2">{rest}</p>}
    </>
  )
}

function Known({ dependent: { how, detail } }: { dependent: Dependent }) {
  const t = useTexts(reachTexts).breaks
  if (how === 'command') return t.command(detail)
  if (how === 'shares-network') return t.sharesNetwork
  if (detail === 'service_healthy') return t.dependsHealthy
  return detail === 'service_completed_successfully' ? t.dependsCompleted : t.dependsOn
}

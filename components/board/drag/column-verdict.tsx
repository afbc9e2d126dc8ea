'use client'
// What a host says to the thing that is held: a tinted band below its head, with a mark, the verdict and every reason.
import clsx from 'clsx'
import { Check, MapPin, X } from 'lucide-react'
import { memo } from 'react'
import { Icon } from '@/components/ui/icon'
import { useTexts } from '@/lib/client/language'
import { placementTexts } from '@/lib/texts/placement'
import { reasonWords } from './reason-words'
import { verdictTitle } from './verdict-words'
import type { Verdict } from './verdicts'

const marks = { here: MapPin, fits: Check, refused: X }

/** Undefined: not known yet. */
export const ColumnVerdict = memo(function ColumnVerdict({
  verdict,
  left,
}: {
  verdict: Verdict | undefined
  /** What stays free on a host that takes it. */
  left: string
}) {
  const t = useTexts(placementTexts)
  if (!verdict) return <div className="why dim">{t.asking}</div>
  const lines =
    verdict.kind === 'refused'
      ? verdict.reasons.map((reason) => reasonWords(reason, t.rule))
      : [
          ...verdict.reasons.map((reason) => reasonWords(reason, t.rule)),
          ...(verdict.kind === 'fits' && left !== '' ? [left] : []),
          ...verdict.wishes.map((wish) => t.wish(reasonWords(wish, t.rule))),
        ]
  return (
    <div className={clsx('why', verdict.kind)} title={lines.join('\n')}>
      <b>
        <Icon icon={marks[verdict.kind]} small />
        {verdictTitle(verdict, t)}
      </b>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
})

'use client'
// What a host says to the thing that is held, as a line of a list: the mark, the verdict and every reason.
import clsx from 'clsx'
import { Check, MapPin, X } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { useTexts } from '@/lib/client/language'
import { placementTexts } from '@/lib/texts/placement'
import { verdictText } from './verdict-words'
import type { Verdict } from './verdicts'

const marks = { here: MapPin, fits: Check, refused: X }

/** Undefined: not known yet. */
export function ListVerdict({ verdict }: { verdict: Verdict | undefined }) {
  const t = useTexts(placementTexts)
  return (
    <span className={clsx('list-verdict', verdict?.kind)}>
      {verdict && <Icon icon={marks[verdict.kind]} small />}
      {verdict ? verdictText(verdict, t) : t.asking}
    </span>
  )
}

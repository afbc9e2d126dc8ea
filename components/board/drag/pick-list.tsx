'use client'
// Places as a list with the verdict of each in words, those that fit first: what a drag shows, for menus, keys and phones.
import clsx from 'clsx'
import { Check, MapPin, X } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { useTexts } from '@/lib/client/language'
import { useSaid } from '@/lib/client/said'
import { placementTexts } from '@/lib/texts/placement'
import { reasonsText, verdictTitle } from './verdict-words'
import type { Verdict } from './verdicts'

export type Place = {
  id: string
  name: string
  /** Undefined: not known yet. */
  verdict: Verdict | undefined
}

const marks = { here: MapPin, fits: Check, refused: X }

/** Those that fit first, the best before all; then by name. */
const rankOf = (verdict: Verdict | undefined): number =>
  verdict === undefined ? 4 : verdict.kind === 'fits' ? (verdict.isBest ? 0 : 1) : verdict.kind === 'refused' ? 2 : 3

export const inPickOrder = (a: Place, b: Place): number =>
  rankOf(a.verdict) - rankOf(b.verdict) || a.name.localeCompare(b.name, 'en', { numeric: true })

export function PickList({ label, places, onPick }: { label: string; places: Place[]; onPick: (id: string) => void }) {
  return (
    <ul className="picks" aria-label={label}>
      {places.map((place) => (
        <Pick key={place.id} place={place} onPick={onPick} />
      ))}
    </ul>
  )
}

function Pick({ place: { id, name, verdict }, onPick }: { place: Place; onPick: (id: string) => void }) {
  const words = useTexts(placementTexts)
  const said = useSaid()
  const why = verdict ? reasonsText(verdict, words) : ''
  return (
    <li>
      <button
        type="button"
        className={clsx('pick', verdict?.kind)}
        data-pick={id}
        aria-disabled={verdict?.kind !== 'fits'}
        onClick={() => verdict?.kind === 'fits' && onPick(id)}
      >
        <b>{name}</b>
        <span className="pick-verdict">
          {verdict && <Icon icon={marks[verdict.kind]} small />}
          {verdict ? verdictTitle(verdict, words) : words.asking}
        </span>
        {why !== '' && <span className="pick-why">{why}</span>}
        {verdict?.fix && <span className="pick-why">{words.fix(said(verdict.fix.text))}</span>}
      </button>
    </li>
  )
}

'use client'
// A measure: the broad band is reserved, the thin line in it is used, ticks at quarters. Unknown is hatched and shows no use.
import clsx from 'clsx'
import type { CSSProperties } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'

type Props = {
  label: string
  reserved: number
  total: number
  /** Absent: nothing measures it. */
  used?: number
  known?: boolean
  format: (value: number) => string
  thick?: boolean
}

const percent = (part: number, whole: number) => `${whole > 0 ? Math.min(100, (part / whole) * 100) : 0}%`

export function Bar({ label, reserved, total, used, known = true, format, thick }: Props) {
  const t = useTexts(uiTexts).bar
  const parts = [
    `${label}: ${t.reserved(format(reserved))}`,
    ...(used === undefined ? [] : [known ? t.used(format(used)) : t.unknown]),
    t.of(format(total)),
    ...(known ? [] : [t.lastSeen]),
  ]
  const text = parts.join(', ')
  const style = { '--r': percent(reserved, total), '--u': percent(known ? (used ?? 0) : 0, total) } as CSSProperties
  return (
    <span
      className={clsx('bar', !known && 'gone', thick && 'thick', reserved > total && total > 0 && 'over')}
      role="img"
      aria-label={text}
      title={text}
      style={style}
    >
      <i />
      <b />
    </span>
  )
}

export function BarLegend({ used = false }: { used?: boolean }) {
  const t = useTexts(uiTexts).bar
  return (
    <span className="legend">
      <span>
        <i className="lg-r" />
        {t.legendReserved}
      </span>
      {used && (
        <span>
          <i className="lg-u" />
          {t.legendUsed}
        </span>
      )}
      <span className="hide-s">{t.quarters}</span>
    </span>
  )
}

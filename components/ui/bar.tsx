// A measure: the broad band is reserved, the thin line in it is used, ticks at quarters. Unknown is hatched and shows no use.
import clsx from 'clsx'
import type { CSSProperties } from 'react'

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
  const parts = [
    `${label}: ${format(reserved)} reserved`,
    ...(used === undefined ? [] : [known ? `${format(used)} used` : 'use unknown']),
    `of ${format(total)}`,
    ...(known ? [] : ['as last seen']),
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

export const BarLegend = ({ used = false }: { used?: boolean }) => (
  <span className="legend">
    <span>
      <i className="lg-r" />
      reserved
    </span>
    {used && (
      <span>
        <i className="lg-u" />
        used
      </span>
    )}
    <span className="hide-s">ticks at quarters</span>
  </span>
)

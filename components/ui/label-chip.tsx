'use client'
// A label as key=value. Those set in the console carry the accent's line; those of the engine do not.
import clsx from 'clsx'
import { X } from 'lucide-react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'

export function LabelChip({
  name,
  value,
  mine,
  onRemove,
}: {
  name: string
  value: string
  mine?: boolean
  onRemove?: () => void
}) {
  const t = useTexts(uiTexts)
  const text = value === '' ? name : `${name}=${value}`
  return (
    <span className={clsx('lab', mine && 'mine')} title={text}>
      <span>{text}</span>
      {onRemove && (
        <button type="button" aria-label={t.label.remove(text)} onClick={onRemove}>
          <X className="i i-s" strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </span>
  )
}

export const LabelChips = ({ labels, mine }: { labels: Record<string, string>; mine?: boolean }) => (
  <span className="labs">
    {Object.entries(labels).map(([name, value]) => (
      <LabelChip key={name} name={name} value={value} {...(mine ? { mine } : {})} />
    ))}
  </span>
)

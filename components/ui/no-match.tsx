'use client'
// The filter leaves nothing: how much there is without it, and the way back to that.
import type { ReactNode } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button } from './button'
import { Empty } from './empty'

/** `all` is what there is without the filter, counted: `12 images`; null while that is not known. */
export function NoMatch({ title, all, onClear }: { title: ReactNode; all: string | null; onClear: () => void }) {
  const t = useTexts(uiTexts)
  return (
    <Empty
      title={<span className="no-match">{title}</span>}
      actions={<Button onClick={onClear}>{t.filter.clear}</Button>}
    >
      {all !== null && t.withoutFilter(all)}
    </Empty>
  )
}

'use client'

// Appears with a selection: what it covers, what it leaves out and why, and what can be done with it.

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button, IconButton } from './button'
import { StateMark } from './state'

type Props = { count: number; where: string; leftOut?: string | undefined; children: ReactNode; onClear: () => void }

export function ScopeBar({ count, where, leftOut, children, onClear }: Props) {
  const t = useTexts(uiTexts)
  return (
    <section className="bulk" aria-label={t.selection.label}>
      <IconButton className="only-s" icon={X} label={t.selection.clear} onClick={onClear} />
      <div className="bulk-say" aria-live="polite">
        <b>{t.selection.selected(count)}</b> {where}
        {leftOut && (
          <div className="few-lines" title={leftOut}>
            <StateMark kind="stale" /> {leftOut}
          </div>
        )}
      </div>
      {children}
      <Button className="hide-s" look="ghost" onClick={onClear}>
        {t.clear}
      </Button>
    </section>
  )
}

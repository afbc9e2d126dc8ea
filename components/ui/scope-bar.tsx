// Appears with a selection: what it covers, what it leaves out and why, and what can be done with it.

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from './button'
import { StateMark } from './state'

type Props = { count: number; where: string; leftOut?: string | undefined; children: ReactNode; onClear: () => void }

export const ScopeBar = ({ count, where, leftOut, children, onClear }: Props) => (
  <section className="bulk" aria-label="Selection">
    <IconButton className="only-s" icon={X} label="Clear the selection" onClick={onClear} />
    <div className="bulk-say" aria-live="polite">
      <b>{count} selected</b> {where}
      {leftOut && (
        <div className="cut" title={leftOut}>
          <StateMark kind="stale" /> {leftOut}
        </div>
      )}
    </div>
    {children}
    <Button className="hide-s" look="ghost" onClick={onClear}>
      Clear
    </Button>
  </section>
)

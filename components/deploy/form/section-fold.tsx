'use client'
// A part of the form that opens on demand and says beside its title how much is in it.
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Icon } from '@/components/ui/icon'

type Props = { title: string; count?: number; children: ReactNode; open?: boolean }

export function Fold({ title, count = 0, children, open = false }: Props) {
  const [isOpen, setOpen] = useState(open || count > 0)
  return (
    <details className="fold" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon icon={ChevronRight} small />
        {title}
        {count > 0 && <span className="dim">{count}</span>}
      </summary>
      {isOpen && <div className="fold-in">{children}</div>}
    </details>
  )
}

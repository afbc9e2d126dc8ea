// A lucide icon at the kit's size and stroke. Decorative: the words stand beside it.
import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'

export const Icon = ({ icon: Shape, small, className }: { icon: LucideIcon; small?: boolean; className?: string }) => (
  <Shape className={clsx('i', small && 'i-s', className)} strokeWidth={1.75} aria-hidden />
)

/** The product's mark. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 20 20" aria-hidden="true">
    <path d="M3 1.5v17h14.5" fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M6.5 2.5h11v11h-11z" fill="none" stroke="var(--accent)" strokeWidth="1.6" />
    <path d="M12 2h6v12h-6z" fill="var(--accent)" />
  </svg>
)

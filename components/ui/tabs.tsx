// Tabs as links: the chosen one lives in the address, so it survives reload and can be sent to somebody.
import Link from 'next/link'

export type Tab = { id: string; label: string; href: string; count?: number | undefined }

export const Tabs = ({ tabs, current, label }: { tabs: Tab[]; current: string; label: string }) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map((tab) => (
      <Link
        key={tab.id}
        href={tab.href}
        replace
        scroll={false}
        {...(tab.id === current ? { 'aria-current': 'page' as const } : {})}
      >
        {tab.label}
        {tab.count !== undefined && <em>{tab.count}</em>}
      </Link>
    ))}
  </nav>
)

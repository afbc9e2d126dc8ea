'use client'
// Tabs as links: the chosen one lives in the address, so it survives reload and can be sent to somebody.
import type { MouseEvent } from 'react'
import { replaceAddress } from '@/lib/client/address'

export type Tab = { id: string; label: string; href: string; count?: number | undefined }

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

export const Tabs = ({ tabs, current, label }: { tabs: Tab[]; current: string; label: string }) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map((tab) => (
      <a
        key={tab.id}
        href={tab.href}
        {...(tab.id === current ? { 'aria-current': 'page' as const } : {})}
        onClick={(event) => {
          if (!isPlainClick(event)) return
          event.preventDefault()
          replaceAddress(tab.href)
        }}
      >
        {tab.label}
        {tab.count !== undefined && <em>{tab.count}</em>}
      </a>
    ))}
  </nav>
)

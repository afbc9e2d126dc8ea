'use client'
// Tabs as links: the chosen one lives in the address, so it survives reload, can be sent to
// somebody, and is a step of the browser's way back.
import { type MouseEvent, useEffect, useRef } from 'react'
import { goToAddress } from '@/lib/client/address'

export type Tab = { id: string; label: string; href: string; count?: number | undefined }

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

export function Tabs({ tabs, current, label }: { tabs: Tab[]; current: string; label: string }) {
  const strip = useRef<HTMLElement>(null)
  // On a phone there is no room for all: the chosen one must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is marked in the document follows from it
  useEffect(() => {
    const nav = strip.current
    const chosen = nav?.querySelector('[aria-current]')?.getBoundingClientRect()
    if (!nav || !chosen) return
    const room = nav.getBoundingClientRect()
    if (chosen.left >= room.left && chosen.right <= room.right) return
    nav.scrollLeft += chosen.left - room.left - (room.width - chosen.width) / 2
  }, [current])
  return (
    <nav ref={strip} className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.id}
          href={tab.href}
          {...(tab.id === current ? { 'aria-current': 'page' as const } : {})}
          onClick={(event) => {
            if (!isPlainClick(event)) return
            event.preventDefault()
            goToAddress(tab.href)
          }}
        >
          {tab.label}
          {tab.count !== undefined && <em>{tab.count}</em>}
        </a>
      ))}
    </nav>
  )
}

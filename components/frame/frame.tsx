'use client'
// The frame around every page: sidebar or bottom bar, status bar, palette, keys, the drop target. Pages fill the rest.
import type { ReactNode } from 'react'
import { Toasts } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'
import { DropTarget } from './drop-target'
import { FrameOverlays } from './frame-overlays'
import { LiveProvider } from './providers'
import { SessionEnded } from './session-ended'
import { Sidebar } from './sidebar'
import { StatusBar } from './status-bar'
import { TabBar } from './tab-bar'

export function Frame({ children }: { children: ReactNode }) {
  const t = useTexts(frameTexts)
  return (
    <LiveProvider>
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <div className="app">
        <Sidebar />
        {children}
        <StatusBar />
        <TabBar />
      </div>
      <FrameOverlays />
      <DropTarget />
      <Toasts />
      <SessionEnded />
    </LiveProvider>
  )
}

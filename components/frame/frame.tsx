'use client'
// The frame around every page: sidebar or bottom bar, status bar, palette, keys, the drop target. Pages fill the rest.
import type { ReactNode } from 'react'
import { Toasts } from '@/components/ui/toast'
import { DropTarget } from './drop-target'
import { FrameOverlays } from './frame-overlays'
import { LiveProvider } from './providers'
import { Sidebar } from './sidebar'
import { StatusBar } from './status-bar'
import { TabBar } from './tab-bar'

export const Frame = ({ children }: { children: ReactNode }) => (
  <LiveProvider>
    <a className="skip" href="#main">
      Skip to content
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
  </LiveProvider>
)

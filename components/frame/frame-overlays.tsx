'use client'
// The overlays that any place may open by key or button: the palette and the key map.
import dynamic from 'next/dynamic'
import { useEffect, useSyncExternalStore } from 'react'
import { GlobalKeys } from './global-keys'
import { KeyMap } from './key-map'

type Overlay = 'palette' | 'keys' | null

// Opened by few visits: not worth its bytes on every first page.
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false })

let open: Overlay = null
const listeners = new Set<() => void>()
const show = (overlay: Overlay) => {
  open = overlay
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const openPalette = () => show('palette')
export const openKeyMap = () => show('keys')
const closeOverlay = () => show(null)

export function FrameOverlays() {
  const overlay = useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  )
  useEffect(() => closeOverlay, [])
  return (
    <>
      <GlobalKeys onPalette={openPalette} onKeyMap={openKeyMap} />
      {overlay === 'palette' && <Palette onClose={closeOverlay} onKeyMap={openKeyMap} />}
      {overlay === 'keys' && <KeyMap onClose={closeOverlay} />}
    </>
  )
}

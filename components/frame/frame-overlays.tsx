'use client'
// The overlays that any place may open by key or button: the palette and the key map.
import dynamic from 'next/dynamic'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { toast } from '@/components/ui/toast'
import { textsNow } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { frameTexts } from '@/lib/texts/frame'
import { GlobalKeys } from './global-keys'
import { listenAhead, takeTypedAhead } from './typed-ahead'

const KeyMap = dynamic(() => loadPart(() => import('./key-map')).then((it) => it.KeyMap), { ssr: false })

type Overlay = 'palette' | 'keys' | null

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

// Opened by few visits: not worth its bytes on every first page. It has the keys until it is there, so nobody waits for a second try.
const loadPalette = () => import('./palette').then((module) => module.Palette)
type PaletteView = Awaited<ReturnType<typeof loadPalette>>

/** Asked for before it is opened, when it is likely: what is missing now is asked for again then. */
export const preparePalette = () => void loadPalette().catch(() => undefined)

export const openPalette = () => {
  // It has the keys already.
  if (open === 'palette') return
  listenAhead(closeOverlay)
  show('palette')
}
export const openKeyMap = () => show('keys')
function closeOverlay(): void {
  takeTypedAhead()
  show(null)
}

export function FrameOverlays() {
  const overlay = useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  )
  useEffect(() => closeOverlay, [])
  return (
    <>
      <GlobalKeys onPalette={openPalette} onPrepare={preparePalette} onKeyMap={openKeyMap} />
      {overlay === 'palette' && <PaletteOnDemand />}
      {overlay === 'keys' && <KeyMap onClose={closeOverlay} />}
    </>
  )
}

let loaded: PaletteView | null = null

/** Without a connection its code may not come: that is said, and the page stays. */
function PaletteOnDemand() {
  const [View, setView] = useState<PaletteView | null>(() => loaded)
  useEffect(() => {
    if (loaded !== null) return
    let isWanted = true
    loadPalette().then(
      (view) => {
        loaded = view
        if (isWanted) setView(() => view)
      },
      () => {
        if (!isWanted) return
        closeOverlay()
        toast({ kind: 'fail', text: textsNow(frameTexts).paletteNotLoaded })
      },
    )
    return () => {
      isWanted = false
    }
  }, [])
  return View && <View onClose={closeOverlay} onKeyMap={openKeyMap} />
}

'use client'
// What the window allows: read once a change, the same for every component.
import { useSyncExternalStore } from 'react'

const asked = new Map<string, MediaQueryList>()

/** Kept: it stays true by itself, and lists ask at each drawing. */
function mediaOf(query: string): MediaQueryList {
  const known = asked.get(query) ?? window.matchMedia(query)
  asked.set(query, known)
  return known
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = mediaOf(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => mediaOf(query).matches,
    () => false,
  )
}

/** One column, two lines a row. */
export const usePhone = (): boolean => useMedia('(max-width: 719px)')

const phoneRowPx = 57
const touchRowPx = 48
const compactRowPx = 28

/** Must agree with --row and the phone's row in the styles: the virtual list counts with it. */
export function useRowHeight(): number {
  const isPhone = usePhone()
  const isTouch = useMedia('(pointer: coarse)')
  if (isPhone) return phoneRowPx
  return isTouch ? touchRowPx : compactRowPx
}

'use client'
// What the window allows: read once a change, the same for every component.
import { useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
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

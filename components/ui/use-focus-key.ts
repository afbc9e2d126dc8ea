'use client'
// A single key that puts the focus into a field, unless somebody is typing.
import { type RefObject, useEffect } from 'react'
import { isPlainKey } from '@/lib/client/keys'

export function useFocusKey(key: string, target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || !isPlainKey(event)) return
      event.preventDefault()
      target.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [key, target])
}

'use client'
// What belongs into the address: the filter, the tab, the sort. Changed without asking the server for the page again.
import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/** Next follows the history's own methods, so `useSearchParams` is up to date after them. */
export const replaceAddress = (href: string): void => window.history.replaceState(null, '', href)

/** Empty values are left out of the address. */
export function useAddress(): [URLSearchParams, (changes: Record<string, string | undefined>) => void] {
  const search = useSearchParams()
  const change = useCallback((changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(window.location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === '') next.delete(name)
      else next.set(name, value)
    }
    const text = next.toString()
    replaceAddress(`${window.location.pathname}${text ? `?${text}` : ''}`)
  }, [])
  return [search, change]
}

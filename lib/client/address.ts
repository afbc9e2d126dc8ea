'use client'
// What belongs into the address: the filter, the tab, the sort. Changed without asking the server for the page again.
import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/** Next follows the history's own methods, so `useSearchParams` is up to date after them. */
const replaceAddress = (href: string): void => window.history.replaceState(null, '', href)

/** A place of its own, which the browser's way back leads out of. */
export function goToAddress(href: string): void {
  const { pathname, search } = window.location
  const next = new URL(href, window.location.href)
  if (next.pathname !== pathname || next.search !== search) window.history.pushState(null, '', href)
}

type Changes = Record<string, string | undefined>
/** `go`: to a place of its own; what only sorts or filters stays in place. */
type Change = (changes: Changes, go?: boolean) => void

/** Empty values are left out of the address. */
export function useAddress(): [URLSearchParams, Change] {
  const search = useSearchParams()
  const change = useCallback((changes: Changes, go = false) => {
    const next = new URLSearchParams(window.location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === '') next.delete(name)
      else next.set(name, value)
    }
    const text = next.toString()
    const href = `${window.location.pathname}${text ? `?${text}` : ''}`
    if (go) goToAddress(href)
    else replaceAddress(href)
  }, [])
  return [search, change]
}

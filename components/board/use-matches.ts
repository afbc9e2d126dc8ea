'use client'
// Which containers the filter means, host by host. A host of which it means the same as before keeps its set: at a key press only
// those are drawn anew that look otherwise.
import { useEffect, useMemo, useRef } from 'react'
import type { BoardContainer } from '@/lib/contract/board'
import type { Match } from './container-match'

export type Matched = ReadonlySet<BoardContainer>
export type Matches = ReadonlyMap<string, Matched>
type ByHost = ReadonlyMap<string, readonly BoardContainer[]>

export const none: Matched = new Set()

/** Null: nothing is asked. Pure. */
export function matchesOf(before: Matches | null, byHost: ByHost, match: Match | null): Matches | null {
  if (match === null) return null
  const matches = new Map<string, Matched>()
  for (const [hostId, own] of byHost) {
    const found = own.filter(match)
    const known = before?.get(hostId)
    const isSame = known?.size === found.length && found.every((container) => known.has(container))
    matches.set(hostId, found.length === 0 ? none : known && isSame ? known : new Set(found))
  }
  return matches
}

export function useMatches(byHost: ByHost, match: Match | null): Matches | null {
  const before = useRef<Matches | null>(null)
  const matches = useMemo(() => matchesOf(before.current, byHost, match), [byHost, match])
  useEffect(() => {
    before.current = matches
  }, [matches])
  return matches
}

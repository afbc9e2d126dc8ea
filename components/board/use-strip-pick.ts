'use client'
// Which container of a strip the keys are on: a strip is a picture, so what a pointer points at the keys have to choose.
import { type KeyboardEvent, useState } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { isPlainKey } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { boardTexts } from '@/lib/texts/board'
import type { Match } from './container-match'
import { inReadingOrder } from './layout'

type Parts = {
  hosts: readonly Host[]
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
  match: Match | null
  onLift: (container: BoardContainer, isService: boolean) => void
}

/** Those that are looked for before all others. */
const inPickingOrder = (containers: readonly BoardContainer[], match: Match | null): BoardContainer[] => {
  const ordered = [...containers].sort(inReadingOrder)
  return match === null ? ordered : [...ordered.filter(match), ...ordered.filter((own) => !match(own))]
}

const steps: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -10,
  PageDown: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

export function useStripPick({ hosts, byHost, match, onLift }: Parts) {
  const t = useTexts(boardTexts)
  const [kept, setPick] = useState<{ hostId: string; containerId: string } | null>(null)
  const [said, say] = useState('')
  const choices = kept ? inPickingOrder(byHost.get(kept.hostId) ?? [], match) : []
  /** It may have gone meanwhile. */
  const at = choices.findIndex(({ id }) => id === kept?.containerId)
  const picked = choices[at] ?? null

  const leave = () => {
    setPick(null)
    say('')
  }
  const put = (from: readonly BoardContainer[], wanted: number) => {
    const place = Math.min(from.length - 1, Math.max(0, wanted))
    const next = from[place]
    if (!next) return
    setPick({ hostId: next.hostId, containerId: next.id })
    say(t.picked(containerTitle(next), place + 1, from.length))
  }
  const begin = (hostId: string) => {
    const own = inPickingOrder(byHost.get(hostId) ?? [], match)
    if (own.length > 0) put(own, 0)
    else say(`${hosts.find(({ id }) => id === hostId)?.name}: ${t.noContainers}`)
  }
  return {
    picked,
    choices,
    said,
    leave,
    /** Whether the key was for this. */
    onKeyDown: (event: KeyboardEvent, hostId: string): boolean => {
      const isM = event.key.toLowerCase() === 'm' && isPlainKey(event.nativeEvent)
      if (kept?.hostId !== hostId || picked === null) {
        if (isM) begin(hostId)
        return isM
      }
      const step = steps[event.key]
      if (isM || event.key === 'Enter') {
        leave()
        onLift(picked, event.shiftKey)
      } else if (event.key === 'Escape') leave()
      else if (step !== undefined) put(choices, at + step)
      else return false
      return true
    },
  }
}

'use client'
// What the board shows is in the address, so that a link shows the same.
import { useAddress } from '@/lib/client/address'
import type { Measure } from './layout'

export type Zoom = 'blocks' | 'strips'

/** From so many hosts on the board is entered from afar. */
const stripsFrom = 25
const favourite = /^(zone|region|rack|dc|datacenter|site)$/i

export type BoardAddress = {
  q: string
  measure: Measure
  zoom: Zoom
  groupKey: string | null
  isOnlyMatches: boolean
  /** The host to begin at. */
  hostId: string | null
  /** The container that is chosen at first. */
  containerId: string | null
  set: (changes: Partial<Record<'q' | 'size' | 'by' | 'zoom' | 'only' | 'host', string | undefined>>) => void
}

export function useBoardAddress(hosts: number, groupKeys: readonly string[]): BoardAddress {
  const [address, set] = useAddress()
  const by = address.get('by')
  const zoom = address.get('zoom')
  const chosenKey = by ?? groupKeys.find((key) => favourite.test(key)) ?? '-'
  return {
    q: address.get('q') ?? '',
    measure: address.get('size') === 'cpu' ? 'cpu' : 'memory',
    zoom: zoom === 'blocks' || zoom === 'strips' ? zoom : hosts >= stripsFrom ? 'strips' : 'blocks',
    groupKey: groupKeys.includes(chosenKey) ? chosenKey : null,
    isOnlyMatches: address.get('only') === 'yes',
    hostId: address.get('host'),
    containerId: address.get('container'),
    set,
  }
}

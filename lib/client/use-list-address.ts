'use client'
// Filter and order of a list live in the address: a link carries them, and the way back finds them again.
import { useMemo } from 'react'
import { useAddress } from './address'

export type ListSort = { id: string; direction: 'asc' | 'desc' }

export function useListAddress(firstSort: string) {
  const [address, setAddress] = useAddress()
  const id = address.get('sort') ?? firstSort
  const direction = address.get('direction') === 'desc' ? 'desc' : 'asc'
  return {
    q: address.get('q') ?? '',
    setQ: (q: string) => setAddress({ q: q === '' ? undefined : q }),
    sort: useMemo((): ListSort => ({ id, direction }), [id, direction]),
    setSort: (next: ListSort) => setAddress({ sort: next.id, direction: next.direction }),
  }
}

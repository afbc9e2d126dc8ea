'use client'
// What is asked of a log lives in the address, so that a link shows another person the same: range, lines, search, moment.
import { useMemo } from 'react'
import { useAddress } from '@/lib/client/address'
import type { LogRequest } from '@/lib/client/use-merged-logs'

export const tails = [200, 1_000, 10_000, 100_000] as const
const usualTail = 1_000
/** Lines around a moment. */
const contextTail = 400

const isInstant = (text: string) => Number.isFinite(Date.parse(text))
const isSince = (text: string) => text === 'start' || /^\d{1,5}[mhd]$/.test(text) || isInstant(text)

export type LogAddress = Omit<LogRequest, 'q' | 'tail' | 'since'> & {
  lines: number
  /** As in the address: `15m`, `start`, an ISO time, or empty. */
  since: string
  /** The engine's time of the line that `around` is about. */
  line: string
}

const flag = (value: string | null) => value === '1'

export function readLogAddress(address: URLSearchParams): LogAddress {
  const valid = (name: string, isValid: (text: string) => boolean) => {
    const text = address.get(name) ?? ''
    return isValid(text) ? text : ''
  }
  const lines = Number(address.get('lines'))
  return {
    lines: tails.find((tail) => tail === lines) ?? usualTail,
    since: valid('since', isSince),
    until: valid('until', isInstant),
    around: valid('at', isInstant),
    line: address.get('line') ?? '',
    search: (address.get('search') ?? '').slice(0, 500),
    regex: flag(address.get('re')),
    matchCase: flag(address.get('case')),
    invert: flag(address.get('not')),
    mark: flag(address.get('all')),
  }
}

/** `startedAt`: of the one container, for `since=start`. */
export function logRequest(q: string, address: LogAddress, startedAt: string | null): LogRequest {
  const { lines, line: _, since, ...rest } = address
  const isContext = rest.around !== ''
  return {
    ...rest,
    q,
    tail: isContext ? contextTail : lines,
    since: isContext ? '' : since === 'start' ? (startedAt ?? '') : since,
    until: isContext ? '' : rest.until,
    ...(isContext ? { mark: true } : {}),
  }
}

/** The names in the address for each thing that can be changed. */
const names = { search: 'search', regex: 're', matchCase: 'case', invert: 'not', mark: 'all' } as const
type Changes = Partial<Record<'since' | 'until' | 'lines' | 'at' | 'line' | 'service' | 'q', string>> &
  Partial<Record<'regex' | 'matchCase' | 'invert' | 'mark', boolean>> & { search?: string }

export function useLogAddress(): [LogAddress, (changes: Changes) => void, URLSearchParams] {
  const [search, setAddress] = useAddress()
  const address = useMemo(() => readLogAddress(search), [search])
  const change = (changes: Changes) => {
    const inAddress: Record<string, string | undefined> = {}
    for (const [name, value] of Object.entries(changes)) {
      const key = names[name as keyof typeof names] ?? name
      inAddress[key] = typeof value === 'boolean' ? (value ? '1' : undefined) : value
    }
    setAddress(inAddress)
  }
  return [address, change, search]
}

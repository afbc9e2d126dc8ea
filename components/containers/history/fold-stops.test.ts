import { expect, it } from 'vitest'
import type { HistoryEntry } from '@/lib/contract/history'
import { foldStops } from './fold-stops'

const event = (action: string, second: number, over: { hostName?: string; exitCode?: number } = {}) =>
  ({
    kind: 'event',
    at: new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString(),
    action,
    exitCode: null,
    detail: '',
    hostName: 'kiel',
    ...over,
  }) satisfies HistoryEntry
const told = (entries: HistoryEntry[]) =>
  foldStops(entries).map((each) => (each.kind === 'event' ? `${each.action} ${each.detail}`.trim() : each.kind))

it('a stop is one line, and so is each of two', () => {
  expect(told([event('stop', 2), event('die', 1), event('kill', 0), event('start', 0)])).toEqual(['die stop', 'start'])
  const twice = [
    event('stop', 41),
    event('die', 40),
    event('kill', 40),
    event('stop', 2),
    event('die', 1),
    event('kill', 0),
  ]
  expect(told(twice)).toEqual(['die stop', 'die stop'])
})

it('an end of its own, a kill, and a stop elsewhere stay as they are', () => {
  expect(told([event('die', 5)])).toEqual(['die'])
  expect(told([event('die', 5), event('kill', 4)])).toEqual(['die', 'kill'])
  expect(told([event('stop', 5, { hostName: 'emden' }), event('die', 5)])).toEqual(['stop', 'die'])
  expect(told([event('stop', 40), event('die', 39), event('kill', 5)])).toEqual(['die stop', 'kill'])
})

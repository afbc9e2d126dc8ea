import { expect, it } from 'vitest'
import type { HistoryEntry } from '@/lib/contract/history'
import { shownHistory } from './shown-history'

const at = '2026-11-24T10:00:00Z'
const act = (id: number, over: { action?: string; result?: 'ok' | 'running' | 'failed'; about?: string } = {}) => {
  const { action = 'stack.deploy', result = 'ok', about = '' } = over
  const base = { target: 'shop', actor: 'ada', message: 'shop runs revision 4', durationMs: null, details: null }
  return { kind: 'activity', at, about, entry: { id, at, action, result, ...base } } satisfies HistoryEntry
}
const died: HistoryEntry = { kind: 'event', at, action: 'die', exitCode: 3, detail: '', hostName: 'kiel' }

it('is one line an act, with what it meant here, and says whose engine remembers an event', () => {
  const shown = shownHistory([act(3, { about: 'image 1 → 2' }), died, act(1, { result: 'running' })], [], 'en')
  expect(shown.map(({ text, detail }) => [text, detail])).toEqual([
    ['Deployed shop', 'ada, shop runs revision 4; for this one: image 1 → 2'],
    ['Ended with 3', 'the engine of kiel'],
  ])
})

it('keeps what still runs, and speaks German', () => {
  expect(shownHistory([act(1, { result: 'running' })], [], 'en').map(({ mark }) => mark)).toEqual(['busy'])
  expect(shownHistory([died], [], 'de')[0]).toMatchObject({ text: 'Endete mit 3', detail: 'die Engine von kiel' })
})

it('has the last words at the end that they belong to, and at one that no engine remembers', () => {
  const death = {
    id: 1,
    containerId: 'c1',
    name: 'web',
    hostName: 'kiel',
    image: 'web:1',
    at: '2026-11-24T10:00:01Z',
    exitCode: 3,
    oomKilled: false,
    memoryLimitBytes: 0,
    lines: [{ at: null, stream: 'stderr' as const, text: 'no such file' }],
  }
  const older = { ...death, id: 2, hostName: 'emden', at: '2026-11-24T09:00:00Z', exitCode: 137 }
  const shown = shownHistory([died], [death, older], 'en')
  expect(shown.map(({ text, detail, death: kept }) => [text, detail, kept?.id])).toEqual([
    ['Ended with 3', 'the engine of kiel', 1],
    ['Ended with 137', 'emden, kept by Lotse', 2],
  ])
})

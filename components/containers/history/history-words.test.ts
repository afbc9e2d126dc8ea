import { expect, it } from 'vitest'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { eventWords } from './history-words'

const told = (action: string, over: { exitCode?: number; detail?: string } = {}) =>
  eventWords(
    { kind: 'event', at: '2026-01-01T00:00:00Z', action, exitCode: null, detail: '', hostName: 'kiel', ...over },
    containerHistoryTexts.en,
  )

it('events are told in words', () => {
  expect(told('start')).toEqual({ mark: 'ok', text: 'Started' })
  expect(told('die', { exitCode: 3 })).toEqual({ mark: 'fail', text: 'Ended with 3' })
  expect(told('die', { exitCode: 143, detail: 'stop' }).text).toBe('Stopped, ended with 143')
  expect(told('die', { exitCode: 143 })).toEqual({ mark: 'idle', text: 'Ended with 143' })
  expect(told('kill', { detail: '15' }).text).toBe('Was sent the signal 15')
  expect(told('health_status', { detail: 'unhealthy' })).toEqual({ mark: 'warn', text: 'Health: unhealthy' })
  expect(told('rename', { detail: 'web' }).text).toBe('Renamed, before: web')
  expect(told('constructor').text).toBe('Engine event: constructor')
})

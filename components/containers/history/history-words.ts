// An engine's event as a sentence and a mark. Pure.
import type { StateKind } from '@/lib/client/state-words'
import type { HistoryEntry } from '@/lib/contract/history'
import type { containerHistoryTexts } from '@/lib/texts/container-history'

type Event = Extract<HistoryEntry, { kind: 'event' }>
type T = (typeof containerHistoryTexts)['en']

const marks: Record<string, StateKind> = {
  start: 'ok',
  restart: 'ok',
  unpause: 'ok',
  pause: 'pause',
  oom: 'fail',
  destroy: 'idle',
  stop: 'idle',
  kill: 'idle',
}

const healthMarks: Record<string, StateKind> = { healthy: 'ok', unhealthy: 'warn' }

export function eventWords({ action, exitCode, detail }: Event, t: T): { mark: StateKind; text: string } {
  if (action === 'die') {
    // 137 and 143 are what kill and stop leave behind.
    const isOnRequest = exitCode === null || [0, 130, 137, 143].includes(exitCode)
    const code = String(exitCode)
    const ended = exitCode === null ? t.ended : t.endedWith(code)
    const text = detail !== 'stop' ? ended : exitCode === null ? t.events.stop : t.stoppedWith(code)
    return { mark: isOnRequest ? 'idle' : 'fail', text }
  }
  if (action === 'kill') return { mark: 'idle', text: detail === '' ? t.kill : t.killed(detail) }
  if (action === 'rename') return { mark: 'idle', text: t.renamed(detail) }
  if (action === 'health_status') {
    const state = Object.hasOwn(t.healths, detail) ? t.healths[detail as keyof T['healths']] : detail
    return { mark: healthMarks[detail] ?? 'busy', text: t.health(state) }
  }
  const known = Object.hasOwn(t.events, action) ? t.events[action as keyof T['events']] : t.other(action)
  return { mark: marks[action] ?? 'idle', text: known }
}

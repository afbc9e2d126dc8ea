// What an engine still remembers of a container and of those that had its name before.
import type { HistoryEntry } from '@/lib/contract/history'
import type { EventMessage } from './api-types'
import type { Engine } from './engine'
import { rememberedEvents } from './remembered-events'

type PastEvent = Omit<Extract<HistoryEntry, { kind: 'event' }>, 'hostName'>
type Subject = { ids: ReadonlySet<string>; name: string }

const mostEvents = 1_000
/** Of programs beside the container's own, which health checks and terminals run all the time. */
const noise = /^(exec_|resize$|top$|attach$|detach$)/

/** Null: it says nothing of use. */
export function readPastEvent(message: EventMessage): PastEvent | null {
  const [action = '', ...rest] = (message.Action ?? message.status ?? '').split(':')
  const ms = message.timeNano ? message.timeNano / 1e6 : (message.time ?? Number.NaN) * 1000
  if (noise.test(action) || !Number.isFinite(ms)) return null
  const attributes = message.Actor?.Attributes ?? {}
  const code = Number(attributes.exitCode)
  return {
    kind: 'event',
    at: new Date(ms).toISOString(),
    action: action.trim(),
    exitCode: attributes.exitCode === undefined || !Number.isInteger(code) ? null : code,
    detail: rest.join(':').trim() || attributes.signal || attributes.oldName?.replace(/^\//, '') || '',
  }
}

/** The engine takes beginnings of names for names. */
const isOf = ({ Actor }: EventMessage, { ids, name }: Subject): boolean =>
  ids.has(Actor?.ID ?? '') || Actor?.Attributes?.name === name

export async function pastEvents(engine: Engine, subject: Subject, now: Date): Promise<PastEvent[]> {
  const span = { since: 1, until: Math.floor(now.getTime() / 1000) }
  const filters = { type: ['container'], container: [...subject.ids, subject.name] }
  const found: PastEvent[] = []
  for await (const message of rememberedEvents(engine, { ...span, filters })) {
    const event = isOf(message, subject) ? readPastEvent(message) : null
    if (event) found.push(event)
  }
  return found.slice(-mostEvents)
}

// An engine's own account of what happens on it, one plain value an event.
import { parseAddress } from './address'
import type { EventMessage } from './api-types'
import type { Engine } from './engine'
import { jsonLines } from './json-lines'

export type EngineEvent = {
  /** container, network, image, volume, daemon, … */
  type: string
  /** start, die, health_status, …: without what follows a colon */
  action: string
  id: string
  attributes: Record<string, string>
  /** As the engine said it. */
  message: EventMessage
}

export type EventStream = {
  /** Ends when the engine ends it, throws when the connection breaks. */
  events: AsyncIterable<EngineEvent>
  close(): void
}

export function readEvent(message: EventMessage): EngineEvent {
  const said = message.Action ?? message.status ?? ''
  return {
    type: message.Type ?? 'container',
    action: said.split(':')[0]?.trim() ?? '',
    id: message.Actor?.ID ?? message.id ?? '',
    attributes: message.Actor?.Attributes ?? {},
    message,
  }
}

/** Resolves once the engine has accepted: whatever happens from then on is in the stream. */
export async function openEvents(engine: Engine, signal?: AbortSignal): Promise<EventStream> {
  const response = await engine.stream('GET', '/events', signal ? { signal } : {})
  const lines = jsonLines(response, 'GET /events', parseAddress(engine.address))
  async function* events() {
    for await (const line of lines) yield readEvent(line as EventMessage)
  }
  return { events: events(), close: () => response.destroy() }
}

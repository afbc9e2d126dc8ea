// What an engine still remembers of what happened on it: its last few hundred events are in its memory, and it ends its answer
// at a time of its own clock, so that one whose clock is late must not keep anybody waiting.
import { parseAddress } from './address'
import type { EventMessage } from './api-types'
import type { Engine } from './engine'
import { jsonLines } from './json-lines'

const patienceMs = 2_500

type Span = {
  /** In seconds, as the engine takes moments. */
  since: number | string
  until: number
  filters?: Record<string, string[]>
}

export async function* rememberedEvents(engine: Engine, { filters, ...span }: Span): AsyncGenerator<EventMessage> {
  const response = await engine.stream('GET', '/events', {
    query: { ...span, ...(filters ? { filters: JSON.stringify(filters) } : {}) },
    timeoutMs: 5_000,
  })
  let isOver = false
  const timer = setTimeout(() => {
    isOver = true
    response.destroy()
  }, patienceMs)
  try {
    for await (const line of jsonLines(response, 'GET /events', parseAddress(engine.address))) {
      yield line as EventMessage
    }
  } catch (error) {
    if (!isOver) throw error
  } finally {
    clearTimeout(timer)
    response.destroy()
  }
}

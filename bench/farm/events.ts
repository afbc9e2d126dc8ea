// What happens on the farm's engines, told to whoever follows, and kept for a while for those who ask with `since`.
import type { EventFilter, FarmEvent, FarmHost } from './types'

/** `filters` as Docker sends it: values in a list or as the keys of an object. Throws on what is no JSON. */
export function readFilters(text: string | null): Map<string, string[]> {
  if (!text) return new Map()
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null) return new Map()
  return new Map(
    Object.entries(parsed).map(([key, values]) => [
      key,
      Array.isArray(values) ? values.map(String) : Object.keys(values ?? {}),
    ]),
  )
}

export const hasLabel = (labels: Record<string, string>, wanted: string): boolean => {
  const at = wanted.indexOf('=')
  return at < 0 ? wanted in labels : labels[wanted.slice(0, at)] === wanted.slice(at + 1)
}

const tests: Record<string, (event: FarmEvent, value: string) => boolean> = {
  type: (event, value) => event.Type === value,
  event: (event, value) => event.Action === value || event.Action.startsWith(`${value}:`),
  scope: (event, value) => event.scope === value,
  label: (event, value) => hasLabel(event.Actor.Attributes, value),
  container: (event, value) =>
    event.Type === 'container' && (event.Actor.ID.startsWith(value) || event.Actor.Attributes.name === value),
  network: (event, value) =>
    event.Type === 'network' && (event.Actor.ID.startsWith(value) || event.Actor.Attributes.name === value),
  image: (event, value) =>
    event.Actor.Attributes.image === value || (event.Type === 'image' && event.Actor.ID === value),
  volume: (event, value) => event.Type === 'volume' && event.Actor.ID === value,
}

/** Values of one key are alternatives, except labels, which must all be there. */
export function eventFilter(filters: Map<string, string[]>): EventFilter {
  return (event) =>
    [...filters].every(([key, values]) => {
      const test = tests[key]
      if (!test) return true
      return key === 'label' ? values.every((value) => test(event, value)) : values.some((value) => test(event, value))
    })
}

const kept = 20_000

export function createEvents(clock: () => number) {
  const ring: { host: FarmHost; event: FarmEvent }[] = []
  let at = 0
  let told = 0
  let lastNano = 0

  const emit = (
    host: FarmHost,
    type: string,
    action: string,
    id: string,
    attributes: Record<string, string>,
    extra: Partial<FarmEvent> = {},
  ) => {
    const ms = clock()
    // Each later than the one before, as on a real engine; a Number holds nanoseconds of today to about 250 ns.
    lastNano = Math.max(lastNano + 1_000, ms * 1e6)
    const event: FarmEvent = {
      ...extra,
      Type: type,
      Action: action,
      Actor: { ID: id, Attributes: attributes },
      scope: extra.scope ?? 'local',
      time: Math.floor(ms / 1000),
      timeNano: lastNano,
    }
    told += 1
    ring[at % kept] = { host, event }
    at += 1
    if (host.streams.size === 0) return
    const text = `${JSON.stringify(event)}\n`
    for (const stream of host.streams) if (stream.wants(event)) stream.write(text)
  }

  return {
    emit,
    told: () => told,
    /** What is kept of this host from then on, oldest first. */
    since(host: FarmHost, fromMs: number): FarmEvent[] {
      const found: FarmEvent[] = []
      for (let position = Math.max(0, at - kept); position < at; position += 1) {
        const entry = ring[position % kept]
        if (entry?.host === host && entry.event.timeNano >= fromMs * 1e6) found.push(entry.event)
      }
      return found
    },
  }
}
export type Events = ReturnType<typeof createEvents>

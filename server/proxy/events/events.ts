// `docker events` over all hosts: what the engines remember, in order of time, then what happens, until the client has enough.
import type { ServerResponse } from 'node:http'
import type { EventMessage } from '@/server/docker/api-types'
import type { Engine } from '@/server/docker/engine'
import { rememberedEvents } from '@/server/docker/remembered-events'
import { type Filters, readFilters } from '../filters'
import { badRequest } from '../http/docker-error'
import { answering, onHosts } from '../on-hosts'
import type { Answer, ProxyContext } from '../types'
import { wantsEvent } from './event-filters'
import type { HubEvent } from './event-hub'

/** A client that does not read is cut off before it fills memory. */
const mostWaitingBytes = 2 ** 20

/** What is longer Node takes for none at all. */
const longestTimerMs = 2 ** 31 - 1

/** Seconds with a fraction, as clients send moments. */
function readMoment(text: string | null, name: string): number | null {
  if (text === null || text === '') return null
  const seconds = Number(text)
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw badRequest(`invalid value for "${name}": ${text}`)
  return seconds * 1000
}

const eventsOf = async (engine: Engine, since: string, until: number): Promise<EventMessage[]> => {
  const found: EventMessage[] = []
  for await (const message of rememberedEvents(engine, { since, until })) found.push(message)
  return found
}

async function past(context: ProxyContext, filters: Filters, since: string, untilMs: number): Promise<HubEvent[]> {
  const { cluster, events } = context
  // Asked up to the next whole second, so that nothing of this one is lost; what is too new is taken out again.
  const outcomes = await onHosts(answering(context), ({ id }) =>
    eventsOf(cluster.engine(id), since, Math.ceil(untilMs / 1000)),
  )
  return outcomes
    .flatMap((each) => (each.ok ? each.value.map((message) => events.show(message, each.host)) : []))
    .filter(({ message, hostName }) => wantsEvent(filters, message, hostName))
    .filter(({ message }) => (message.timeNano ?? 0) / 1e6 <= untilMs)
    .sort((one, other) => (one.message.timeNano ?? 0) - (other.message.timeNano ?? 0))
}

const identity = ({ message, hostName }: HubEvent): string =>
  `${hostName} ${message.timeNano} ${message.Type} ${message.Action} ${message.Actor?.ID}`

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle)
      response.off('close', settle)
      resolve()
    }
    response.once('drain', settle)
    response.once('close', settle)
  })

export const eventsAnswer: Answer = async (context, { response, target: { search } }) => {
  const filters = readFilters(search, null)
  const since = search.get('since')
  const sinceMs = readMoment(since, 'since')
  const untilMs = readMoment(search.get('until'), 'until')
  const nowMs = Date.now()

  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  const write = ({ line }: HubEvent) => {
    if (response.writableLength > mostWaitingBytes) response.destroy()
    else response.write(line)
  }
  // From now on, so that nothing falls between what is remembered and what happens.
  let waiting: HubEvent[] | null = []
  let waitingBytes = 0
  const leave = context.events.subscribe((event) => {
    if (!wantsEvent(filters, event.message, event.hostName)) return
    if (!waiting) return write(event)
    waiting.push(event)
    waitingBytes += event.line.length
    if (waitingBytes > mostWaitingBytes) response.destroy()
  })
  response.once('close', leave)
  if (since !== null && sinceMs !== null && sinceMs <= nowMs) {
    const remembered = await past(context, filters, since, Math.min(untilMs ?? nowMs, nowMs))
    const told = new Set(remembered.map(identity))
    // Of many hosts more than may wait, at the pace of the client.
    for (const { line } of remembered) {
      if (response.destroyed) return
      if (!response.write(line)) await drained(response)
    }
    waiting = waiting.filter((event) => !told.has(identity(event)))
  }
  for (const event of waiting) write(event)
  waiting = null
  if (untilMs === null) return
  if (response.destroyed) return
  const timer = setTimeout(() => response.end(), Math.min(longestTimerMs, Math.max(0, untilMs - Date.now())))
  response.once('close', () => clearTimeout(timer))
}

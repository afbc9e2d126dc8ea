// The events of all engines as one stream for any number of clients: taken from the one stream that is kept with each engine
// anyway, each said to be of its host, and with a word when a host comes or goes.
import type { Host } from '@/lib/contract/hosts'
import type { Cluster } from '@/server/cluster/types'
import type { EventMessage } from '@/server/docker/api-types'
import { hostAuthority, hostIp } from '../host-address'

export type HubEvent = { message: EventMessage; hostName: string; line: string }
export type EventHub = {
  subscribe(listener: (event: HubEvent) => void): () => void
  /** As a client is shown it. */
  show(message: EventMessage, host: Host): HubEvent
  stop(): void
}

const nodeAttributes = (host: Host): Record<string, string> => ({
  'node.name': host.name,
  'node.id': host.engine?.id ?? '',
  'node.addr': hostAuthority(host),
  'node.ip': hostIp(host),
})

/** Pure. */
export function ofHost(message: EventMessage, host: Host): EventMessage {
  const { Actor } = message
  return {
    ...message,
    ...(message.from === undefined ? {} : { from: `${message.from} node:${host.name}` }),
    Actor: { ...Actor, Attributes: { ...Actor?.Attributes, ...nodeAttributes(host) } },
  }
}

const isUp = ({ state }: Host) => state === 'healthy' || state === 'suspect'

const hostEvent = (action: string, host: Host): EventMessage => {
  const ms = Date.now()
  return {
    status: action,
    from: 'swarm',
    Type: 'swarm',
    Action: action,
    Actor: { ID: host.engine?.id ?? '', Attributes: {} },
    time: Math.floor(ms / 1000),
    timeNano: ms * 1e6,
  }
}

export function createEventHub(cluster: Cluster): EventHub {
  const listeners = new Set<(event: HubEvent) => void>()
  const up = new Map(cluster.hosts().map((host) => [host.id, { host, isUp: isUp(host) }]))

  const show = (message: EventMessage, host: Host): HubEvent => {
    const shown = ofHost(message, host)
    return { message: shown, hostName: host.name, line: `${JSON.stringify(shown)}\n` }
  }
  const tell = (message: EventMessage, host: Host) => {
    if (listeners.size === 0) return
    const event = show(message, host)
    for (const listener of [...listeners]) listener(event)
  }
  const untap = cluster.tap({
    event(hostId, message) {
      if (listeners.size === 0) return
      const host = cluster.host(hostId)
      if (host) tell(message, host)
    },
  })
  const unsubscribe = cluster.subscribe(({ hosts }) => {
    for (const host of hosts.upserted) {
      const was = up.get(host.id)?.isUp ?? false
      up.set(host.id, { host, isUp: isUp(host) })
      if (was !== isUp(host)) tell(hostEvent(was ? 'engine_disconnect' : 'engine_connect', host), host)
    }
    for (const id of hosts.removed) {
      const gone = up.get(id)
      up.delete(id)
      if (gone?.isUp) tell(hostEvent('engine_disconnect', gone.host), gone.host)
    }
  })

  return {
    show,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop() {
      untap()
      unsubscribe()
      listeners.clear()
    },
  }
}

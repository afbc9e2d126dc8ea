// A farm of engines in one process: the real Docker HTTP protocol for thousands of hosts on loopback addresses, with state
// that changes as on real ones. For what a lab of real engines cannot be large enough, fast enough or broken enough.
import { createChurn } from './churn'
import { createEvents } from './events'
import { type Fault, startFault } from './faults'
import { populate } from './populate'
import { checkDescriptors, createSockets } from './sockets'
import type { FarmHost } from './types'
import type { FarmWorld } from './world'

export type FarmOptions = {
  hosts: number
  containersPerHost: number
  /** The same seed gives the same cluster and the same life. */
  seed?: number
  /** The second number of the addresses: 1 is 127.1.0.1 and on. Two farms at once need two. */
  net?: number
  /** 0: a free one for each host. */
  port?: number
  eventsPerSecond?: number
  pullMs?: number
}

export type Farm = {
  hosts: FarmHost[]
  world: FarmWorld
  addressOf(host: FarmHost): string
  /** By index, name, or a range `0-99`; `*` is all. Throws on what names none. */
  select(text: string): FarmHost[]
  setEvents(perSecond: number): void
  burst(acts: number): void
  fault(hosts: FarmHost[], fault: Fault): Promise<void>
  heal(hosts: FarmHost[]): Promise<void>
  status(): FarmStatus
  close(): Promise<void>
}

export type FarmStatus = {
  hosts: number
  containers: number
  eventsPerSecond: number
  eventsTold: number
  eventStreams: number
  connections: number
  faults: Record<string, string>
  rssBytes: number
  heapBytes: number
}

/** 127.NET.x.y with y from 1 to 254: as many as a farm can have. */
export const mostHosts = 256 * 254

export async function startFarm(options: FarmOptions): Promise<Farm> {
  const { hosts: count, containersPerHost, seed = 1, net = 1, port = 2375, eventsPerSecond = 0, pullMs = 300 } = options
  if (!(count >= 1 && count <= mostHosts)) throw new Error(`a farm has 1 to ${mostHosts} hosts, not ${count}`)
  checkDescriptors(count)
  const addressAt = (index: number) => ({ ip: `127.${net}.${Math.floor(index / 254)}.${1 + (index % 254)}`, port })
  const clock = Date.now
  const { hosts, overlays } = populate({ hosts: count, containersPerHost, seed, nowMs: clock(), addressOf: addressAt })
  let serial = 0
  const world: FarmWorld = {
    seed,
    hosts,
    overlays,
    clock,
    events: createEvents(clock),
    serial: () => {
      serial += 1
      return serial
    },
    timers: new Map(),
    waiters: new Map(),
    execs: new Map(),
    pullMs,
  }
  const sockets = createSockets(() => world)
  const churn = createChurn(world)
  try {
    for (const host of hosts) await sockets.listen(host)
  } catch (error) {
    await sockets.close()
    throw error
  }
  churn.set(eventsPerSecond)

  const heal = async (healed: FarmHost[]) => {
    for (const host of healed) {
      const { fault } = host
      host.fault = null
      if (!fault) continue
      if (fault.kind === 'refuse') await sockets.listen(host)
      for (const proceed of fault.held) proceed()
    }
  }

  const select = (text: string): FarmHost[] => {
    if (text === '*') return hosts
    return text.split(',').flatMap((part) => {
      const range = /^(\d+)-(\d+)$/.exec(part)
      const found = range
        ? hosts.slice(Number(range[1]), Number(range[2]) + 1)
        : hosts.filter((host) => host.name === part || String(host.index) === part)
      if (found.length === 0) throw new Error(`no host ${part}: write an index, a name, a range like 0-99, or *`)
      return found
    })
  }

  return {
    hosts,
    world,
    addressOf: (host) => `${host.ip}:${host.port}`,
    select,
    setEvents: churn.set,
    burst: churn.burst,
    async fault(struck, fault) {
      await heal(struck)
      for (const host of struck) {
        host.fault = startFault(fault, seed, host.index)
        if (fault.kind === 'refuse') await sockets.unlisten(host)
        if (fault.kind === 'refuse' || fault.kind === 'cut') sockets.cut(host)
      }
    },
    heal,
    status: () => {
      const memory = process.memoryUsage()
      return {
        hosts: hosts.length,
        containers: hosts.reduce((sum, { containers }) => sum + containers.size, 0),
        eventsPerSecond: churn.perSecond(),
        eventsTold: world.events.told(),
        eventStreams: hosts.reduce((sum, { streams }) => sum + streams.size, 0),
        connections: sockets.connections(),
        faults: Object.fromEntries(hosts.flatMap(({ name, fault }) => (fault ? [[name, fault.kind]] : []))),
        rssBytes: memory.rss,
        heapBytes: memory.heapUsed,
      }
    },
    async close() {
      churn.set(0)
      for (const timer of world.timers.values()) clearTimeout(timer)
      await heal(hosts)
      await sockets.close()
    },
  }
}

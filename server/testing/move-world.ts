// Two engines in memory that know what a move asks of engines, and can fail, vanish or see the server die at any call: for
// tests that try every moment of a move.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Volume } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'
import { readContainer } from '@/server/cluster/read-container'
import type { Cluster } from '@/server/cluster/types'
import type { ContainerInspect } from '@/server/docker/api-types'
import type { Engine, JsonRequest, StreamRequest } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import type { Inspect } from '@/server/moves/inspect'
import { aNetwork, aVolume } from './inventory-builders'
import { anImage } from './stack-builders'
import { createWorldEngines, refusal, type WorldHost } from './world-engine'

/** At the n-th call that changes something, counted over all engines. */
export type Trouble = { at: number; how: 'refuse' | 'refuse-after' | 'not-ready' | 'kill' | 'kill-after' | 'away' }

export class Killed extends Error {}

export const createMoveWorld = (hosts: readonly Host[], networks: readonly Network[] = []) => {
  const worlds = new Map<string, WorldHost>(
    hosts.map((host) => [
      host.id,
      { host, containers: new Map(), volumes: new Map(), images: new Map(), networks: new Map() },
    ]),
  )
  const listeners = new Set<Parameters<Cluster['subscribe']>[0]>()
  const away = new Set<string>()
  const calls: string[] = []
  let troubles: readonly Trouble[] = []
  let onKill = () => {}
  let onCall = (_call: string) => {}
  const { answer, stream, setRunning } = createWorldEngines()

  const worldOf = (hostId: string): WorldHost => {
    const found = worlds.get(hostId)
    if (found === undefined) throw new AppError('not_found', `There is no host ${hostId}.`)
    return found
  }
  /** What goes wrong before and after a call, if this is the one. */
  const troubled = async <T>(hostId: string, method: string, what: string, act: () => T | Promise<T>): Promise<T> => {
    await Promise.resolve()
    const isChange = method !== 'GET'
    if (isChange) calls.push(what)
    const current = isChange ? (troubles.find(({ at }) => at === calls.length)?.how ?? null) : null
    if (current === 'away') away.add(hostId)
    if (away.has(hostId)) throw new AppError('host_unreachable', `${hostId} does not answer`)
    if (current === 'refuse') throw refusal(500, 'the engine is on fire')
    if (current === 'not-ready') throw refusal(500, 'attaching to network failed: context deadline exceeded')
    if (current === 'kill') onKill()
    if (current === 'kill') throw new Killed()
    try {
      const done = await act()
      if (current === 'refuse-after') throw refusal(500, 'the engine is on fire')
      return done
    } finally {
      onCall(what)
      if (current === 'kill-after') onKill()
    }
  }

  const engines = new Map<string, Engine>(
    [...worlds].map(([id, world]) => [
      id,
      {
        address: world.host.address,
        json: (method: string, path: string, request: JsonRequest = {}) =>
          troubled(id, method, `${world.host.name} ${method} ${path}`, () => answer(world, method, path, request)),
        stream: (method: string, path: string, request: StreamRequest = {}) =>
          troubled(id, method, `${world.host.name} ${method} ${path}`, () => stream(world, method, path, request)),
      } as unknown as Engine,
    ]),
  )

  const tell = (hostId: string) => {
    const { host } = worldOf(hostId)
    for (const listener of listeners) {
      listener({
        revision: 1,
        hosts: { upserted: [host], removed: [] },
        containers: { upserted: [], removed: [] },
        networks: false,
        images: false,
        volumes: false,
        overlay: false,
      })
    }
  }
  const containers = (): Container[] =>
    [...worlds.values()].flatMap(({ host, containers: own }) =>
      [...own.values()].flatMap(({ inspect }) => {
        const place = { hostId: host.id, hostName: host.name, hostCpus: host.total.cpus }
        const read = readContainer(inspect as unknown as ContainerInspect, place)
        return read === null ? [] : [read.container]
      }),
    )
  const volumes = (): Volume[] =>
    [...worlds.values()].flatMap(({ host, volumes: own }) =>
      [...own].map(([name, { labels, options = {} }]) => aVolume(host, name, { labels, options })),
    )
  const madeNetworks = (): Network[] =>
    [...worlds.values()].flatMap(({ host, networks: own }) =>
      [...own].map(([name, labels]) =>
        aNetwork(name, { hostIds: [host.id], scope: 'local', driver: 'bridge', labels }),
      ),
    )
  const shown = (host: Host): Host => ({ ...host, state: away.has(host.id) ? 'unreachable' : host.state })
  const cluster = {
    container: (ref: string) => containers().find(({ id, name }) => id === ref || name === ref),
    containersOf: (where: { hostId?: string }) => containers().filter(({ hostId }) => hostId === where.hostId),
    volumes,
    hosts: () => hosts.map(shown),
    networks: () => [...networks, ...madeNetworks()],
    snapshot: () => ({
      revision: 1,
      hosts: hosts.map(shown),
      containers: containers(),
      volumes: volumes(),
      networks: [...networks, ...madeNetworks()],
      images: [anImage('web:1', hosts)],
    }),
    host: (ref: string) => {
      const found = [...worlds.values()].find(({ host }) => host.id === ref || host.name === ref)?.host
      return found && shown(found)
    },
    engine: (hostId: string) => {
      const found = engines.get(hostId)
      if (found === undefined) throw new AppError('not_found', `There is no host ${hostId}.`)
      if (away.has(hostId)) throw new AppError('host_unreachable', `${hostId} does not answer`)
      return found
    },
    subscribe: (listener: Parameters<Cluster['subscribe']>[0]) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  } as unknown as Cluster

  return {
    cluster,
    calls,
    on: (hostId: string) => worldOf(hostId),
    put: (hostId: string, inspect: Inspect) => {
      const container = { inspect, isHealthy: true }
      if (inspect.State?.Running) setRunning(container, true)
      worldOf(hostId).containers.set(inspect.Id, container)
    },
    strike: (next: readonly Trouble[], killed: () => void = () => {}) => {
      troubles = next
      onKill = killed
    },
    watch: (listener: (call: string) => void) => {
      onCall = listener
    },
    /** Hosts that do not answer now. */
    away,
    heal: () => {
      const healed = [...away]
      away.clear()
      for (const id of healed) tell(id)
    },
    /** `host/name` of all that run, made by whomever. */
    running: () =>
      [...worlds.values()].flatMap(({ host, containers }) =>
        [...containers.values()]
          .filter(({ inspect }) => inspect.State?.Running)
          .map(({ inspect }) => `${host.name}${inspect.Name}`),
      ),
    all: () =>
      [...worlds.values()].flatMap(({ host, containers }) =>
        [...containers.values()].map(({ inspect }) => `${host.name}${inspect.Name}`),
      ),
  }
}

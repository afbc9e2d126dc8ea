// The few calls of an engine's Swarm-mode API that overlay networking needs. Join tokens pass through here and nowhere else:
// they go from one engine's answer into another's request and never into a log, an error or a result.
import { setTimeout as delay } from 'node:timers/promises'
import type { Engine } from '@/server/docker/engine'
import { AppError, isAppError } from '@/server/errors'
import { ourSwarmLabel, type SwarmNode } from './overlay-facts'

type SwarmAnswer = {
  ID?: string
  Spec?: { Labels?: Record<string, string> | null }
  JoinTokens?: { Manager?: string; Worker?: string }
}
type NodeAnswer = {
  ID?: string
  Version?: { Index?: number }
  Spec?: { Role?: string; Availability?: string; Name?: string; Labels?: Record<string, string> | null }
  Description?: { Hostname?: string }
  Status?: { State?: string; Addr?: string }
  ManagerStatus?: { Leader?: boolean; Reachability?: string; Addr?: string }
}
type InfoAnswer = { Swarm?: { LocalNodeState?: string; NodeID?: string } }

/** The engine itself waits 20 s for the managers before it gives up. */
const joinTimeoutMs = 45_000

const readNode = (node: NodeAnswer): SwarmNode[] => {
  if (!node.ID) return []
  const manager = node.ManagerStatus
  // A manager of one that listens on all addresses may call itself 0.0.0.0; its manager address is then the true one.
  const address = node.Status?.Addr && node.Status.Addr !== '0.0.0.0' ? node.Status.Addr : undefined
  return [
    {
      id: node.ID,
      hostname: node.Description?.Hostname ?? node.ID,
      role: node.Spec?.Role === 'manager' ? 'manager' : 'worker',
      state: node.Status?.State ?? 'unknown',
      address: address ?? manager?.Addr?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') ?? '',
      reachable: manager?.Reachability === 'reachable',
      managerAddress: manager?.Addr ?? null,
    },
  ]
}

export const readNodes = async (engine: Engine, timeoutMs: number): Promise<SwarmNode[]> => {
  const nodes = await engine.json<NodeAnswer[]>('GET', '/nodes', { timeoutMs })
  return (nodes ?? []).flatMap(readNode)
}

/** Whether Lotse made the cluster this engine manages. */
export const isOurSwarm = async (engine: Engine, timeoutMs: number): Promise<boolean> => {
  const swarm = await engine.json<SwarmAnswer>('GET', '/swarm', { timeoutMs })
  return swarm.Spec?.Labels?.[ourSwarmLabel] === 'true'
}

export const localNodeState = async (engine: Engine): Promise<string> => {
  const info = await engine.json<InfoAnswer>('GET', '/info', { timeoutMs: 10_000 })
  return info.Swarm?.LocalNodeState ?? 'inactive'
}

const listenAddress = (address: string): string => (address.includes(':') ? '[::]:2377' : '0.0.0.0:2377')

export const initSwarm = async (engine: Engine, address: string, pool: string | null): Promise<void> => {
  const body = {
    ListenAddr: listenAddress(address),
    AdvertiseAddr: address,
    ...(pool === null ? {} : { DefaultAddrPool: [pool], SubnetSize: 24 }),
    // The engine replaces a missing name with its own default; the labels tell this cluster from one made by hand.
    Spec: { Name: 'default', Labels: { [ourSwarmLabel]: 'true' } },
  }
  await engine.json('POST', '/swarm/init', { body, timeoutMs: joinTimeoutMs })
}

export const joinSwarm = async (
  engine: Engine,
  through: { engine: Engine; addresses: string[] },
  join: { address: string; role: 'manager' | 'worker' },
): Promise<void> => {
  const swarm = await through.engine.json<SwarmAnswer>('GET', '/swarm', { timeoutMs: 10_000 })
  const token = join.role === 'manager' ? swarm.JoinTokens?.Manager : swarm.JoinTokens?.Worker
  if (!token) {
    throw new AppError('engine_error', `The manager ${through.engine.address} gives no join token.`, {
      details: { fix: 'Ask again; a manager that has just lost its leader needs some seconds.' },
    })
  }
  const body = {
    ListenAddr: listenAddress(join.address),
    AdvertiseAddr: join.address,
    RemoteAddrs: through.addresses,
    JoinToken: token,
  }
  await engine.json('POST', '/swarm/join', { body, timeoutMs: joinTimeoutMs })
}

export const leaveSwarm = async (engine: Engine, force: boolean): Promise<void> => {
  await engine.json('POST', '/swarm/leave', { query: { force }, timeoutMs: joinTimeoutMs })
}

const isOutOfSequence = (error: unknown): boolean => isAppError(error) && /out of sequence/i.test(error.message)

/** Reads the node's whole spec and writes it back with the new role; another writer in between makes it start over. */
export const setRole = async (manager: Engine, nodeId: string, role: 'manager' | 'worker'): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    const node = await manager.json<NodeAnswer>('GET', `/nodes/${nodeId}`, { timeoutMs: 10_000 })
    if (node.Spec?.Role === role) return
    try {
      const query = { version: node.Version?.Index }
      await manager.json('POST', `/nodes/${nodeId}/update`, { query, body: { ...node.Spec, Role: role } })
      return
    } catch (error) {
      if (!isOutOfSequence(error) || attempt >= 4) throw error
    }
  }
}

/** Resolves when the managers say what is asked of the node, or throws after some seconds. */
export const awaitNode = async (
  manager: Engine,
  nodeId: string,
  what: string,
  isThere: (node: SwarmNode) => boolean,
  timeoutMs = 20_000,
): Promise<void> => {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const node = (await readNodes(manager, 10_000)).find(({ id }) => id === nodeId)
    if (node && isThere(node)) return
    if (performance.now() > deadline) {
      throw new AppError('engine_timeout', `The managers do not report ${what} within ${timeoutMs / 1000} s.`)
    }
    await delay(300)
  }
}

export const removeNode = async (manager: Engine, nodeId: string, force: boolean): Promise<void> => {
  await manager.json('DELETE', `/nodes/${nodeId}`, { query: { force }, timeoutMs: 15_000 })
}

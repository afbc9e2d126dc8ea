// Tries the TCP ports of overlay networking from the server. A refusal proves that packets get through; silence or an
// "unreachable" answer is a firewall. UDP cannot be told from silence, so 7946/udp and 4789/udp are left to the managers' view.
import { connect } from 'node:net'
import type { Host } from '@/lib/contract/hosts'
import { connectionIp } from './advertise-address'
import { inParallel } from './in-parallel'
import { answers } from './overlay-facts'

const probeTimeoutMs = 1500
const freshForMs = 30_000
/** How long an answer waits for a first result; the next one has it. */
const patienceMs = 400

export const isBlocked = (ip: string, port: number, timeoutMs = probeTimeoutMs): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: ip, port })
    const finish = (blocked: boolean) => {
      socket.destroy()
      resolve(blocked)
    }
    socket.setTimeout(timeoutMs, () => finish(true))
    socket.once('connect', () => finish(false))
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code !== 'ECONNREFUSED'))
  })

/** Empty also where nothing can be said: this machine's own engine, or one that the others know by another address. */
export const blockedPortsOf = async (host: Host): Promise<number[]> => {
  const ip = await connectionIp(host)
  const swarm = host.engine?.swarm
  if (ip === null || (swarm?.state === 'active' && swarm.nodeAddress && swarm.nodeAddress !== ip)) return []
  const ports = [2377, 7946]
  const blocked = await Promise.all(ports.map((port) => isBlocked(ip, port)))
  return ports.filter((_, index) => blocked[index])
}

/** Remembers results for a while and renews them behind the scenes: nobody waits for a firewall's silence. */
export const createPortWatch = (probe = blockedPortsOf, now = () => performance.now()) => {
  const known = new Map<string, { at: number; ports: number[] }>()
  const running = new Map<string, Promise<void>>()

  const renew = (host: Host): Promise<void> => {
    const under = running.get(host.id)
    if (under) return under
    const run = probe(host)
      .then((ports) => void known.set(host.id, { at: now(), ports }))
      // No result is not a reason to show anything; the next look tries again.
      .catch(() => undefined)
      .finally(() => running.delete(host.id))
    running.set(host.id, run)
    return run
  }

  const results = (hosts: Host[]): Map<string, number[]> =>
    new Map(
      hosts.filter(answers).flatMap((host) => {
        const result = known.get(host.id)
        return result ? [[host.id, result.ports]] : []
      }),
    )

  return {
    async blocked(hosts: Host[]): Promise<ReadonlyMap<string, number[]>> {
      const ids = new Set(hosts.map((host) => host.id))
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
      const due = hosts.filter((host) => answers(host) && !((known.get(host.id)?.at ?? -Infinity) > now() - freshForMs))
      if (due.length > 0) {
        let timer: NodeJS.Timeout | undefined
        const patience = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, patienceMs)
        })
        await Promise.race([inParallel(due, 32, renew), patience])
        clearTimeout(timer)
      }
      return results(hosts)
    },
    /** Tries these hosts now and waits for the result. */
    async probeNow(hosts: Host[]): Promise<ReadonlyMap<string, number[]>> {
      await inParallel(hosts, 32, renew)
      return results(hosts)
    },
  }
}
export type PortWatch = ReturnType<typeof createPortWatch>

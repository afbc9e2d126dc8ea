// Tries the TCP ports of overlay networking from the server. A refusal proves that packets get through; silence or an
// "unreachable" answer is a firewall. UDP cannot be told from silence; gossip.ts sees 7946, and the managers see 2377.
import { connect } from 'node:net'
import type { Host } from '@/lib/contract/hosts'
import { connectionIp } from './advertise-address'
import { createRememberedProbe, type RememberedProbe } from './remembered-probe'

const probeTimeoutMs = 1500

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
const blockedPortsOf = async (host: Host): Promise<number[]> => {
  const ip = await connectionIp(host)
  const swarm = host.engine?.swarm
  if (ip === null || (swarm?.state === 'active' && swarm.nodeAddress && swarm.nodeAddress !== ip)) return []
  const ports = [2377, 7946]
  const blocked = await Promise.all(ports.map((port) => isBlocked(ip, port)))
  return ports.filter((_, index) => blocked[index])
}

export const createPortWatch = (): RememberedProbe<number[]> => createRememberedProbe(blockedPortsOf)

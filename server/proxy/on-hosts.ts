// The same question to many hosts at once, each with its own outcome: one that fails does not hide what the others did.
import type { Host } from '@/lib/contract/hosts'
import { messageOf } from '@/server/errors'
import type { ProxyContext } from './types'

export type HostOutcome<T> = { host: Host } & ({ ok: true; value: T } | { ok: false; error: unknown })

const mostAtOnce = 32

export const answering = ({ cluster }: Pick<ProxyContext, 'cluster'>): Host[] =>
  cluster.hosts().filter(({ state }) => state === 'healthy' || state === 'suspect')

export async function onHosts<T>(hosts: readonly Host[], work: (host: Host) => Promise<T>): Promise<HostOutcome<T>[]> {
  const outcomes: HostOutcome<T>[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < hosts.length; at = next++) {
      const host = hosts[at] as Host
      try {
        outcomes[at] = { host, ok: true, value: await work(host) }
      } catch (error) {
        outcomes[at] = { host, ok: false, error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, hosts.length) }, worker))
  return outcomes
}

export const failuresIn = (outcomes: readonly HostOutcome<unknown>[]): string[] =>
  outcomes.flatMap((each) => (each.ok ? [] : [`${each.host.name}: ${messageOf(each.error)}`]))

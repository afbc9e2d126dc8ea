// On which host an exec is: its id says nothing, so it is remembered when one is made, and asked around for otherwise.
import type { Cluster } from '@/server/cluster/types'
import { isAppError } from '@/server/errors'
import { notFound } from '../http/docker-error'

export type ExecHosts = {
  remember(execId: string, hostId: string): void
  /** Throws not_found. */
  find(execId: string): Promise<string>
}

const mostRemembered = 20_000
const askTimeoutMs = 5_000

export function createExecHosts(cluster: Cluster): ExecHosts {
  const hosts = new Map<string, string>()
  const remember = (execId: string, hostId: string) => {
    hosts.set(execId, hostId)
    const oldest = hosts.keys().next().value
    if (hosts.size > mostRemembered && oldest !== undefined) hosts.delete(oldest)
  }
  const isOn = async (hostId: string, execId: string): Promise<string> => {
    await cluster.engine(hostId).json('GET', `/exec/${encodeURIComponent(execId)}/json`, { timeoutMs: askTimeoutMs })
    return hostId
  }
  return {
    remember,
    async find(execId) {
      const known = hosts.get(execId)
      if (known !== undefined && cluster.host(known) !== undefined) return known
      const asked = cluster.hosts().filter(({ state }) => state === 'healthy' || state === 'suspect')
      try {
        const hostId = await Promise.any(asked.map(({ id }) => isOn(id, execId)))
        remember(execId, hostId)
        return hostId
      } catch (error) {
        const others = error instanceof AggregateError ? error.errors : [error]
        const silent = others.find((each) => isAppError(each) && each.details?.statusCode !== 404)
        if (others.length > 0 && silent !== undefined) throw silent
        throw notFound(`No such exec instance: ${execId}`)
      }
    },
  }
}

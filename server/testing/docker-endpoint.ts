// The Docker API endpoint over any cluster, with what it records kept in memory.
import type { NewActivity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import { certificateAccess } from '@/server/docker-access/certificate-access'
import type { TlsSource } from '@/server/docker-access/tls-source'
import { createNetworks } from '@/server/networks/networks'
import { type DockerEndpoint, startDockerEndpoint } from '@/server/proxy/docker-endpoint'
import type { ProxyParts } from '@/server/proxy/types'
import { silentLog } from './host-store'

export type TestEndpoint = Pick<DockerEndpoint, 'claimed' | 'rescheduling' | 'close'> & {
  port: number
  url: string
  recorded: NewActivity[]
}

export async function openTestEndpoint(
  cluster: Cluster,
  over: Partial<ProxyParts> = {},
  tls: TlsSource | null = null,
  port = 0,
): Promise<TestEndpoint> {
  const recorded: NewActivity[] = []
  const endpoint = await startDockerEndpoint(
    {
      cluster,
      networks: createNetworks({ cluster, log: silentLog }),
      registries: { authFor: async () => undefined, allAuths: async () => [] },
      activity: { record: async (entry) => void recorded.push(entry) },
      moves: { requireFree: () => undefined, requireUnneeded: () => undefined },
      promised: () => [],
      beforeRemoval: async () => {},
      strategy: 'spread',
      passesSwarmMode: false,
      access: certificateAccess({ otherwise: 'admin' }),
      version: '0.0.0',
      log: silentLog,
      ...over,
    },
    { host: '127.0.0.1', port, tls },
  )
  const { address, claimed, rescheduling, close } = endpoint
  const url = `${tls === null ? 'http' : 'https'}://127.0.0.1:${address.port}`
  return { port: address.port, url, recorded, claimed, rescheduling, close }
}

// The list of hosts that discovery gives, brought into a cluster whenever it changes.
import type { Cluster } from '@/server/cluster/types'
import type { DiscoverySpec } from '@/server/discovery/spec'
import { watchAll } from '@/server/discovery/watch'
import type { Log } from '@/server/log'

type Options = { log: Log; heartbeatMs: number; isTls: boolean }

/** `first` resolves when the first list has been taken in. An address without a scheme is one of TLS if clients must use that. */
export function hostsFromDiscovery(specs: readonly DiscoverySpec[], cluster: Cluster, options: Options) {
  const { log, heartbeatMs, isTls } = options
  let stop = () => {}
  const first = new Promise<void>((resolve) => {
    const take = (addresses: string[]) =>
      cluster
        .setDiscovered(isTls ? addresses.map((address) => address.replace(/^tcp:/, 'tls:')) : addresses)
        .catch((error: unknown) => log.error({ err: error }, 'discovered hosts could not be taken in'))
        .finally(resolve)
    stop = watchAll(specs, (addresses) => void take(addresses), { log, heartbeatMs })
  })
  return { first, stop }
}

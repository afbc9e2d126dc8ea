// Where the discovery service is, when the address of the cluster does not say it.
import type { DiscoveryOptions } from '@/server/discovery/spec'

export const serviceVariable = 'LOTSE_DISCOVERY_SERVICE'

export const withService = (options: DiscoveryOptions, env: Record<string, string | undefined>): DiscoveryOptions => {
  const service = env[serviceVariable]
  return service ? new Map([['token.url', service], ...options]) : options
}

// Hosts and containers for tests, with everything that a test does not speak of left ordinary.
import type { PlacementContainer, PlacementHost } from '../types'

export const GiB = 2 ** 30

export const aHost = (name: string, given: Partial<PlacementHost> = {}): PlacementHost => ({
  id: `id-${name}`,
  name,
  labels: {},
  health: 100,
  total: { cpus: 4, memoryBytes: 8 * GiB },
  containers: [],
  ...given,
})

export const aContainer = (name: string, given: Partial<PlacementContainer> = {}): PlacementContainer => ({
  id: `${name}-id`,
  name,
  ...given,
})

export const publishes = (hostPort: string, hostIp = '', port = '80/tcp') => ({ port, hostIp, hostPort })

// What hosts have beside containers, plain unless told otherwise: networks and volumes, for unit tests.
import type { Host } from '@/lib/contract/hosts'
import type { Volume } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'

/** An overlay, unless more is said. */
export const aNetwork = (name: string, extra: Partial<Network> = {}): Network => ({
  id: `net-${name}`,
  name,
  displayName: name,
  driver: 'overlay',
  scope: 'swarm',
  hostIds: [],
  internal: false,
  attachable: true,
  ingress: false,
  enableIPv6: false,
  ipam: [],
  labels: {},
  options: {},
  createdAt: null,
  stack: null,
  predefined: false,
  containerCount: 0,
  ...extra,
})

/** A bridge of one host. */
export const aLocalNetwork = (
  { id, name: host }: Pick<Host, 'id' | 'name'>,
  name: string,
  extra: Partial<Network> = {},
): Network =>
  aNetwork(name, {
    id: `${host}-${name}`,
    displayName: `${host}/${name}`,
    driver: 'bridge',
    scope: 'local',
    hostIds: [id],
    ...extra,
  })

export const aVolume = (
  { id, name: host }: Pick<Host, 'id' | 'name'>,
  name: string,
  extra: Partial<Volume> = {},
): Volume => ({
  hostId: id,
  hostName: host,
  name,
  driver: 'local',
  mountpoint: '',
  labels: {},
  options: {},
  createdAt: null,
  stack: null,
  usedBy: [],
  ...extra,
})

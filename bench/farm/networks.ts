// Networks of the farm: the ones every engine has, bridges, overlays, and the addresses they give out.
import { hexOf, swarmIdOf } from './chance'
import type { FarmNetwork } from './types'

const blank = (createdMs: number): Omit<FarmNetwork, 'id' | 'name' | 'driver'> => ({
  scope: 'local',
  subnet: null,
  gateway: null,
  internal: false,
  attachable: false,
  ingress: false,
  ipv6: false,
  labels: {},
  options: {},
  createdMs,
  leases: 0,
})

const withSubnet = (subnet: string) => ({ subnet, gateway: subnet.replace(/0\/\d+$/, '1') })

const defaultBridgeOptions = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
}

export const predefinedNetworks = (seed: number, host: number, createdMs: number): FarmNetwork[] => [
  {
    ...blank(createdMs),
    id: hexOf(64, seed, 'bridge', host),
    name: 'bridge',
    driver: 'bridge',
    ...withSubnet('172.17.0.0/16'),
    options: defaultBridgeOptions,
  },
  { ...blank(createdMs), id: hexOf(64, seed, 'host-network', host), name: 'host', driver: 'host' },
  { ...blank(createdMs), id: hexOf(64, seed, 'null', host), name: 'none', driver: 'null' },
  {
    ...blank(createdMs),
    id: hexOf(64, seed, 'gwbridge', host),
    name: 'docker_gwbridge',
    driver: 'bridge',
    ...withSubnet('172.31.0.0/16'),
  },
]

/** The pools that an engine takes local subnets from: 172.18 to 172.30, then 192.168.0.0/20 and on, then ever smaller. */
export function localSubnet(serial: number): string {
  if (serial < 13) return `172.${18 + serial}.0.0/16`
  if (serial < 29) return `192.168.${(serial - 13) * 16}.0/20`
  return `10.${128 + (Math.floor(serial / 256) % 128)}.${serial % 256}.0/24`
}

export const overlaySubnet = (serial: number): string => `10.${Math.floor(serial / 256) % 128}.${serial % 256}.0/24`

export const bridgeNetwork = (
  name: string,
  seed: number,
  host: number,
  serial: number,
  createdMs: number,
  labels: Record<string, string> = {},
): FarmNetwork => ({
  ...blank(createdMs),
  id: hexOf(64, seed, 'network', host, name),
  name,
  driver: 'bridge',
  ...withSubnet(localSubnet(serial - 4)),
  labels,
})

export const overlayNetwork = (
  name: string,
  seed: number,
  serial: number,
  createdMs: number,
  labels: Record<string, string> = {},
): FarmNetwork => ({
  ...blank(createdMs),
  id: swarmIdOf(seed, 'overlay', name),
  name,
  driver: 'overlay',
  scope: 'swarm',
  ...withSubnet(overlaySubnet(serial)),
  attachable: name !== 'ingress',
  ingress: name === 'ingress',
  labels,
  options: { 'com.docker.network.driver.overlay.vxlanid_list': String(4096 + serial) },
})

/** The next address of the subnet, without its length; round again when all were given out. '' where there is no subnet. */
export function leaseAddress(network: FarmNetwork): string {
  if (network.subnet === null) return ''
  const [base = '', length = '24'] = network.subnet.split('/')
  const places = 2 ** (32 - Number(length)) - 3
  const [a = 0, b = 0, c = 0, d = 0] = base.split('.').map(Number)
  const place = 2 + (network.leases % places)
  network.leases += 1
  const number = ((a * 256 + b) * 256 + c) * 256 + d + place
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}

export const prefixLength = (network: FarmNetwork): number => Number(network.subnet?.split('/')[1] ?? 0)

/** Docker's own scheme: the address, behind 02:42. */
export const macOf = (address: string): string =>
  address === ''
    ? ''
    : `02:42:${address
        .split('.')
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join(':')}`

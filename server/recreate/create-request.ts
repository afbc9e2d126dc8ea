// A container as it is → what must be asked of its engine to get another one just like it. Pure.
import { listOf, recordOf, textOf } from '@/lib/json-value'
import { ownConfig } from './own-config'
import { owedLabel } from './own-labels'
import type { CreateRequest, Endpoint, Fields, Inspect } from './types'

const networksOfOthers = /^(host|none|container:)/

/** What the engine makes up from the address: no setting of anybody. */
const madeUpMac = (address: string | undefined): string =>
  `02:42:${(address ?? '')
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join(':')}`

function endpointConfig(endpoint: Endpoint, inspect: Inspect, isDefaultBridge: boolean): Fields {
  const { IPAMConfig, Links, DriverOpts, GwPriority, MacAddress, IPAddress } = endpoint
  const aliases = (endpoint.Aliases ?? []).filter((alias) => !inspect.Id.startsWith(alias) || alias.length < 12)
  const hasMac = MacAddress !== undefined && MacAddress !== '' && MacAddress !== madeUpMac(IPAddress)
  return {
    // The default bridge takes neither names nor chosen addresses.
    ...(!isDefaultBridge && IPAMConfig && Object.keys(IPAMConfig).length > 0 ? { IPAMConfig } : {}),
    ...(!isDefaultBridge && aliases.length > 0 ? { Aliases: aliases } : {}),
    ...(Links?.length ? { Links } : {}),
    ...(DriverOpts && Object.keys(DriverOpts).length > 0 ? { DriverOpts } : {}),
    ...(GwPriority ? { GwPriority } : {}),
    ...(hasMac ? { MacAddress } : {}),
  }
}

/** `/db:/web/alias`, as it is told, → `db:alias`, as it is asked. */
const linkText = (link: unknown): string => {
  const [from = '', to = ''] = textOf(link).split(':')
  return `${from.replace(/^\//, '')}:${to.slice(to.lastIndexOf('/') + 1)}`
}

/** Where a bind text mounts to: `/from:/to:ro`, `name:/to`. */
const bindTarget = (bind: string): string => bind.split(':')[1] ?? bind

/** Volumes that only the image or a bare path asked for: by their name they stay with their data. */
function anonymousVolumes({ HostConfig, Mounts }: Inspect): Fields[] {
  const named = new Set([
    ...listOf(HostConfig.Binds).map((bind) => bindTarget(textOf(bind))),
    ...listOf(HostConfig.Mounts)
      .filter((mount) => textOf((mount as Fields).Source) !== '' || (mount as Fields).Type !== 'volume')
      .map((mount) => textOf((mount as Fields).Target)),
  ])
  return (Mounts ?? [])
    .filter(({ Type, Name, Destination }) => Type === 'volume' && Name && Destination && !named.has(Destination))
    .map(({ Name, Destination, RW }) => ({ Type: 'volume', Source: Name, Target: Destination, ReadOnly: RW === false }))
}

function hostConfigOf(inspect: Inspect, mode: string): Fields {
  const { HostConfig } = inspect
  const anonymous = anonymousVolumes(inspect)
  const replaced = new Set(anonymous.map(({ Target }) => Target))
  const mounts = listOf(HostConfig.Mounts).filter((mount) => !replaced.has((mount as Fields).Target))
  return {
    ...HostConfig,
    NetworkMode: mode,
    ...(listOf(HostConfig.Links).length > 0 ? { Links: listOf(HostConfig.Links).map(linkText) } : {}),
    ...(mounts.length + anonymous.length > 0 ? { Mounts: [...mounts, ...anonymous] } : {}),
  }
}

/** `image` is the configuration of the image it was made from; null: that is gone. */
export function createRequest(inspect: Inspect, image: Fields | null): CreateRequest {
  const endpoints = Object.entries(inspect.NetworkSettings?.Networks ?? {})
  const asked = textOf(inspect.HostConfig.NetworkMode) || 'default'
  const mode = endpoints.find(([, endpoint]) => endpoint?.NetworkID === asked)?.[0] ?? asked
  const config = ownConfig(inspect.Config, image)
  const { [owedLabel]: _owed, ...labels } = recordOf(config.Labels)
  if (_owed !== undefined) config.Labels = labels
  // The engine names it after its id unless it is told otherwise, and others' networks bring their own name.
  const isOwnName = textOf(config.Hostname) !== '' && !inspect.Id.startsWith(textOf(config.Hostname))
  if (!isOwnName || mode.startsWith('container:') || inspect.HostConfig.UTSMode === 'host') delete config.Hostname
  if (mode.startsWith('container:')) delete config.ExposedPorts

  const first = mode === 'default' ? 'bridge' : mode
  const joined = networksOfOthers.test(mode) ? [] : endpoints
  const networks = joined
    .map(([name, endpoint]) => ({ name, endpoint: endpointConfig(endpoint ?? {}, inspect, name === 'bridge') }))
    .sort((a, b) => Number(b.name === first) - Number(a.name === first))
  const [main, ...others] = networks
  const isMain = main?.name === first
  return {
    body: {
      ...config,
      HostConfig: hostConfigOf(inspect, mode),
      ...(isMain ? { NetworkingConfig: { EndpointsConfig: { [main.name]: main.endpoint } } } : {}),
    },
    networks: isMain ? others : networks,
  }
}

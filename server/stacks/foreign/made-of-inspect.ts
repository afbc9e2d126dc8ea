// A container of a stack that somebody else deployed, as its engine tells it, brought into the shape in which it can be
// compared with a file. Pure.
import { textOf, wordsOf } from '@/lib/json-value'
import { plainName } from '@/server/recreate/put-back'
import type { Endpoint, Fields, Inspect } from '@/server/recreate/types'
import { stableJson } from '../hash'
import type { Made } from './settings'
import type { Inspected, Peers } from './types'

const labelsOf = ({ Config }: Inspect) => (Config.Labels ?? {}) as Record<string, string>
export const serviceOf = (inspect: Inspect): string => labelsOf(inspect)['com.docker.compose.service'] ?? ''

const isHex64 = (name: string) => /^[0-9a-f]{64}$/.test(name)

/** The names under which everyone on a network knows it anyway. */
export const usualAliases = (inspect: Inspect): Set<string> =>
  new Set([serviceOf(inspect), plainName(inspect), inspect.Id.slice(0, 12)])

/** `db_1` of `db`: both are whatever somebody wrote in a label. */
const isNumbered = (text: string, service: string): boolean =>
  text.startsWith(service) && /^[_-]\d+$/.test(text.slice(service.length))

/** The aliases of its links that are no name of the other container itself. */
export const ownLinks = (links: readonly string[] | null | undefined, peers: Peers): string[] =>
  (links ?? []).flatMap((link) => {
    const [from = '', alias = from] = link.split(':')
    const name = from.replace(/^\//, '')
    const service = peers.get(name) ?? name
    const short = alias.slice(alias.lastIndexOf('/') + 1)
    const isItsOwn = short === service || short === name || isNumbered(short, service)
    return isItsOwn ? [] : [`${service}:${short}`]
  })

export const joinText = (aliases: readonly string[], addresses: unknown, links: readonly string[]): string => {
  const stated = Object.entries((addresses ?? {}) as Fields).filter(([, value]) => value !== '' && value !== null)
  const parts = [
    aliases.length > 0 ? { aliases: [...aliases].sort() } : {},
    stated.length > 0 ? { addresses: Object.fromEntries(stated) } : {},
    links.length > 0 ? { links: [...links].sort() } : {},
  ]
  const all = Object.assign({}, ...parts)
  return Object.keys(all).length > 0 ? stableJson(all) : ''
}

const joined = (endpoint: Endpoint | null, inspect: Inspect, peers: Peers): string => {
  const usual = usualAliases(inspect)
  const aliases = [...new Set(endpoint?.Aliases ?? [])].filter((alias) => !usual.has(alias))
  return joinText(aliases, endpoint?.IPAMConfig, ownLinks(endpoint?.Links, peers))
}

/** `container:ID` → `container:SERVICE` where that is one of the stack. */
export const peerText = (mode: string, peers: Peers): string => {
  const whose = mode.startsWith('container:') ? mode.slice('container:'.length) : null
  return whose === null ? mode : `container:${peers.get(whose) ?? whose}`
}

export const volumesFromText = (from: string, peers: Peers): string => {
  const [name = '', access = 'rw'] = from.split(':')
  return `${peers.get(name) ?? name}:${access}`
}

export const mountText = (kind: string, source: string, isReadOnly: boolean): string =>
  [kind, source, ...(isReadOnly ? ['ro'] : [])].filter((part) => part !== '').join(' ')

const mountsOf = (inspect: Inspect, image: Fields | null): Record<string, string> => {
  const own = new Set<string>([
    ...wordsOf(inspect.HostConfig.Binds).map((bind) => bind.split(':')[1] ?? bind),
    ...((inspect.HostConfig.Mounts ?? []) as Fields[]).map(({ Target }) => textOf(Target)),
    ...Object.keys((inspect.Config.Volumes ?? {}) as Fields),
    ...Object.keys((image?.Volumes ?? {}) as Fields),
  ])
  const hasOthers = wordsOf(inspect.HostConfig.VolumesFrom).length > 0
  const entries = (inspect.Mounts ?? []).flatMap((mount) => {
    const { Type = 'bind', Name = '', Source = '', Destination = '', RW } = mount as Fields & typeof mount
    if (hasOthers && !own.has(Destination)) return []
    const isReadOnly = RW === false
    if (Type === 'volume')
      return [[Destination, isHex64(Name) ? 'anonymous' : mountText('volume', Name, isReadOnly)] as const]
    return [[Destination, mountText(Type, Type === 'tmpfs' ? '' : textOf(Source), isReadOnly)] as const]
  })
  const tmpfs = ((inspect.HostConfig.Mounts ?? []) as Fields[])
    .filter(({ Type }) => Type === 'tmpfs')
    .map(({ Target, ReadOnly }) => [textOf(Target), mountText('tmpfs', '', ReadOnly === true)] as const)
  return Object.fromEntries([...tmpfs, ...entries])
}

export const isWholeMode = (mode: string): boolean => /^(host|none|bridge|default|container:.*)$/.test(mode)

export const madeOfInspect = ({ inspect, image }: Inspected, peers: Peers): Made => {
  const { Config, HostConfig } = inspect
  const endpoints = Object.entries(inspect.NetworkSettings?.Networks ?? {})
  const asked = textOf(HostConfig.NetworkMode) || 'default'
  const mode = isWholeMode(asked) ? peerText(asked === 'default' ? 'bridge' : asked, peers) : null
  const hostname = textOf(Config.Hostname)
  const isMadeUp =
    (hostname !== '' && inspect.Id.startsWith(hostname)) ||
    mode === 'host' ||
    mode?.startsWith('container:') ||
    HostConfig.UTSMode === 'host'
  return {
    config: { ...Config, Hostname: isMadeUp ? '' : hostname },
    host: {
      ...HostConfig,
      PidMode: peerText(textOf(HostConfig.PidMode), peers),
      IpcMode: peerText(textOf(HostConfig.IpcMode), peers),
    },
    mounts: mountsOf(inspect, image),
    networks:
      mode === null
        ? Object.fromEntries(endpoints.map(([name, endpoint]) => [name, joined(endpoint, inspect, peers)]))
        : {},
    mode,
    volumesFrom: wordsOf(HostConfig.VolumesFrom).map((from) => volumesFromText(from, peers)),
  }
}

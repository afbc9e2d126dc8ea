// One container that is to be moved, with all that the plan weighs. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { MoveConsent } from '@/lib/contract/moves'
import type { Network } from '@/lib/contract/networks'
import type { Explanation, StrategyName } from '@/lib/contract/placements'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import { type Inspect, networksOf } from './inspect'

export type Subject = {
  container: Container
  inspect: Inspect
  /** Why it is where it is; its rules hold on. */
  decision: Explanation | null
  /** One on each host: then it has no place of its own to be moved from. */
  isGlobal: boolean
  /** Files that were put into it when it was made, and are in no volume. */
  filePaths: readonly string[]
  /** Networks on which its files give it an address. */
  fixedNetworks: readonly string[]
  /** Hardware addresses that somebody chose for it, by network. */
  macs: Readonly<Record<string, string>>
  /** How much is in each of its local volumes, where the engine says so. */
  volumeBytes: ReadonlyMap<string, number>
}

export type PlanInput = {
  target: Host
  subjects: readonly Subject[]
  hosts: readonly Host[]
  containers: readonly Container[]
  images: readonly Image[]
  volumes: readonly Volume[]
  networks: readonly Network[]
  /** What deployments under way are about to make. */
  promised: readonly PlannedContainer[]
  consents: ReadonlySet<MoveConsent>
  strategy: StrategyName
}

export const isRunning = ({ container }: Subject): boolean =>
  container.state === 'running' || container.state === 'restarting'

/** The driver `local` can also mount a share of the network; then the data is not on the host. */
export const isLocalVolume = ({ driver, options }: Pick<Volume, 'driver' | 'options'>): boolean =>
  driver === 'local' && !/^(nfs|cifs|smb|9p|ceph|gluster)/.test(options.type ?? '')

type OnHosts<T> = ReadonlyMap<string, readonly T[]>
const sorted = new WeakMap<readonly { hostId: string }[], OnHosts<{ hostId: string }>>()

/** Sorted by host once for each list: every rule asks for every host. */
const on = <T extends { hostId: string }>(all: readonly T[], hostId: string): readonly T[] => {
  const known = sorted.get(all) as OnHosts<T> | undefined
  if (known !== undefined) return known.get(hostId) ?? []
  const byHost = new Map<string, T[]>()
  for (const one of all) {
    const own = byHost.get(one.hostId)
    if (own === undefined) byHost.set(one.hostId, [one])
    else own.push(one)
  }
  sorted.set(all, byHost)
  return byHost.get(hostId) ?? []
}

export const containersOn = (input: Pick<PlanInput, 'containers'>, hostId: string): readonly Container[] =>
  on(input.containers, hostId)

export const volumeOn = (input: Pick<PlanInput, 'volumes'>, hostId: string, name: string): Volume | undefined =>
  on(input.volumes, hostId).find((volume) => volume.name === name)

export const networkOn = (input: PlanInput, hostId: string, name: string): Network | undefined =>
  input.networks.find((network) => network.name === name && network.hostIds.includes(hostId))

/** Running or not. */
export const usersOf = (input: PlanInput, hostId: string, { id }: Network): Container[] =>
  containersOn(input, hostId).filter(({ networks }) => networks.some(({ networkId }) => networkId === id))

export type JoinedNetwork = { name: string; network: Network | undefined; isFixed: boolean }

export const joinedNetworks = (input: PlanInput, subject: Subject): JoinedNetwork[] =>
  networksOf(subject.inspect).map(([name, endpoint]) => {
    const network = networkOn(input, subject.container.hostId, name)
    const hasAddress = Boolean(endpoint.IPAMConfig?.IPv4Address || endpoint.IPAMConfig?.IPv6Address)
    // Swarm mode writes the address that it gave where others write the one that was asked for.
    const isFixed = hasAddress && (network?.scope !== 'swarm' || subject.fixedNetworks.includes(name))
    return { name, network, isFixed }
  })

export const isShared = (network: Network | undefined): boolean => network !== undefined && network.scope !== 'local'

/** What is mounted as a volume, each once. A volume that nobody listed yet is taken for a local one. */
export const mountedVolumes = (input: PlanInput, { container, inspect }: Subject) =>
  [...new Set((inspect.Mounts ?? []).flatMap(({ Type, Name }) => (Type === 'volume' && Name ? [Name] : [])))].map(
    (name) => {
      const known = volumeOn(input, container.hostId, name)
      const volume = known ?? { driver: 'local', options: {} }
      const isWritten = (inspect.Mounts ?? []).some((mount) => mount.Name === name && mount.RW !== false)
      return {
        name,
        driver: volume.driver,
        isWritten,
        isLocal: isLocalVolume(volume),
      }
    },
  )

/** Hosts meet on it: on an overlay, or on the very network that their own cards are on. */
const isMet = (network: Network | undefined): boolean =>
  isShared(network) || network?.driver === 'macvlan' || network?.driver === 'ipvlan'

/** Why two of it must not run at a time; empty when they may. */
export const exclusiveReason = (input: PlanInput, subject: Subject): string => {
  const written = mountedVolumes(input, subject).find(({ isLocal, isWritten }) => !isLocal && isWritten)
  if (written) return `two must not write to the volume ${written.name} at a time`
  const fixed = joinedNetworks(input, subject).find(
    ({ name, isFixed, network }) => isMet(network) && (isFixed || subject.macs[name] !== undefined),
  )
  return fixed ? `its fixed address on ${fixed.name} can be held by one only` : ''
}

/** By itself. Empty: the new one can start while the old one still serves. */
const ownReason = (input: PlanInput, subject: Subject): string => {
  const local = mountedVolumes(input, subject).find(({ isLocal }) => isLocal)
  return local ? `its volume ${local.name} is copied while nothing writes to it` : exclusiveReason(input, subject)
}

/** `bundle`: those that go as one with it. Empty: the new one can start while the old one still serves. */
export const stopFirstReason = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): string => {
  const own = ownReason(input, subject)
  if (own !== '') return own
  const other = bundle.find((member) => ownReason(input, member) !== '')
  return other ? `it goes as one with ${other.container.name}, which has to stop first` : ''
}

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
  /** Of its local volumes together, where the engine says so. */
  copyBytes: number | null
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

export const volumeOn = (input: PlanInput, hostId: string, name: string): Volume | undefined =>
  input.volumes.find((volume) => volume.hostId === hostId && volume.name === name)

export const networkOn = (input: PlanInput, hostId: string, name: string): Network | undefined =>
  input.networks.find((network) => network.name === name && network.hostIds.includes(hostId))

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

/** Why two of it must not run at a time; empty when they may. */
export const exclusiveReason = (input: PlanInput, subject: Subject): string => {
  const written = mountedVolumes(input, subject).find(({ isLocal, isWritten }) => !isLocal && isWritten)
  if (written) return `two must not write to the volume ${written.name} at a time`
  const fixed = joinedNetworks(input, subject).find(({ isFixed, network }) => isFixed && isShared(network))
  return fixed ? `its fixed address on ${fixed.name} can be held by one only` : ''
}

/** Empty: the new one can start while the old one still serves. */
export const stopFirstReason = (input: PlanInput, subject: Subject): string => {
  const local = mountedVolumes(input, subject).find(({ isLocal }) => isLocal)
  return local ? `its volume ${local.name} is copied while nothing writes to it` : exclusiveReason(input, subject)
}

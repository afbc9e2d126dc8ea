// What the acts of the farm share: the hosts, the overlays that span them, the clock, the events, and what is under way.
import type { Events } from './events'
import { noSuch, Refusal } from './refusal'
import type { FarmContainer, FarmHost, FarmImage, FarmNetwork } from './types'

export type Exec = {
  id: string
  host: FarmHost
  container: FarmContainer
  command: string[]
  isTty: boolean
  attachStdin: boolean
  isRunning: boolean
  exitCode: number | null
  size: { rows: number; columns: number } | null
}

export type FarmWorld = {
  seed: number
  hosts: FarmHost[]
  overlays: FarmNetwork[]
  clock: () => number
  events: Events
  /** Counts what is made after the start: ids of new things follow from it. */
  serial(): number
  /** What a container will do by itself: end, come up again, become healthy. */
  timers: Map<string, NodeJS.Timeout>
  /** Who waits for a container to end or to be gone. */
  waiters: Map<string, Set<(exitCode: number, isGone: boolean) => void>>
  execs: Map<string, Exec>
  /** How long a pull takes. */
  pullMs: number
}

export const tellContainer = (
  world: FarmWorld,
  host: FarmHost,
  container: FarmContainer,
  action: string,
  more: Record<string, string> = {},
): void => {
  const image = container.spec.image
  const { id, name } = container
  const attributes: Record<string, string> = { ...container.spec.config.Labels, ...more, image, name }
  if (container.number > 0) attributes['com.docker.compose.container-number'] = String(container.number)
  world.events.emit(host, 'container', action, id, attributes, { status: action, id, from: image })
}

/** By id, name or a part of the id that only one has. Throws 404, or 400 when several begin so. */
export function findContainer(host: FarmHost, ref: string): FarmContainer {
  const found = host.containers.get(ref) ?? host.byName.get(ref.replace(/^\//, ''))
  if (found) return found
  const matching = /^[0-9a-f]+$/.test(ref) ? [...host.containers.values()].filter(({ id }) => id.startsWith(ref)) : []
  if (matching.length > 1) throw new Refusal(400, `multiple IDs found with provided prefix: ${ref}`)
  if (matching[0]) return matching[0]
  throw noSuch('container', ref)
}

export const withTag = (ref: string): string =>
  ref.includes('@') || ref.lastIndexOf(':') > ref.lastIndexOf('/') ? ref : `${ref}:latest`

export function findImage(host: FarmHost, ref: string): FarmImage | undefined {
  const named = withTag(ref)
  for (const image of host.images.values()) {
    if (image.tags.includes(named) || image.id === ref || image.digests.includes(ref)) return image
    if (
      /^(sha256:)?[0-9a-f]{6,64}$/.test(ref) &&
      image.id.startsWith(ref.startsWith('sha256:') ? ref : `sha256:${ref}`)
    )
      return image
  }
  return undefined
}

/** Overlays are known on every member of the swarm, also where none uses them yet. */
export function findNetwork(world: FarmWorld, host: FarmHost, ref: string): FarmNetwork {
  const name = ref === 'default' || ref === '' ? 'bridge' : ref
  const here = [...host.networks.values()]
  const found =
    here.find((network) => network.id === name) ??
    here.find((network) => network.name === name) ??
    (host.swarm ? world.overlays.find((overlay) => overlay.id === name || overlay.name === name) : undefined) ??
    (/^[0-9a-z]{6,}$/.test(name) ? here.find((network) => network.id.startsWith(name)) : undefined)
  if (!found) throw new Refusal(404, `network ${ref} not found`)
  return found
}

// Containers of one host that cannot be parted: they mount the same data, or one uses what another has. They go as one, and
// in an order in which each finds what it uses. Pure.
import type { Container } from '@/lib/contract/containers'
import { composeLabel } from '@/server/stacks/labels'
import { type Inspect, linkOf } from './inspect'
import { containersOn, isLocalVolume, type PlanInput, type Subject, volumeOn } from './subject'

type Known = Pick<PlanInput, 'containers' | 'volumes' | 'subjects'>
type Named = Pick<Container, 'id' | 'name'>

const shortId = 12

export const namesIt = (ref: string, { id, name }: Named): boolean =>
  ref === name || ref === id || (ref.length >= shortId && id.startsWith(ref))

const ofMode = (mode: string | undefined): string[] =>
  mode?.startsWith('container:') ? [mode.slice('container:'.length)] : []

/** Those whose namespaces or volumes it uses. */
export const sharedRefs = ({ HostConfig }: Inspect): string[] => [
  ...[HostConfig.NetworkMode, HostConfig.IpcMode, HostConfig.PidMode].flatMap(ofMode),
  ...(HostConfig.VolumesFrom ?? []).map((from) => from.split(':')[0] ?? from),
]

export const linkRefs = ({ HostConfig }: Inspect): string[] => (HostConfig.Links ?? []).map((link) => linkOf(link).name)

/** Of one that nobody has asked about more is known than its network. */
const refsOf = ({ subjects }: Known, container: Container): string[] => {
  const inspect = subjects.find((subject) => subject.container.id === container.id)?.inspect
  return inspect ? [...sharedRefs(inspect), ...linkRefs(inspect)] : ofMode(container.networkMode)
}

/** What it keeps on its host. */
export const localVolumesOf = (known: Known, { hostId, mounts }: Container): string[] => [
  ...new Set(
    mounts.flatMap(({ type, name }) => {
      if (type !== 'volume' || !name) return []
      const volume = volumeOn(known, hostId, name)
      return volume === undefined || isLocalVolume(volume) ? [name] : []
    }),
  ),
]

const uses = (known: Known, one: Container, other: Container): boolean =>
  refsOf(known, one).some((ref) => namesIt(ref, other))

const areTied = (known: Known, one: Container, other: Container): boolean => {
  if (uses(known, one, other) || uses(known, other, one)) return true
  const volumes = localVolumesOf(known, one)
  return volumes.length > 0 && localVolumesOf(known, other).some((name) => volumes.includes(name))
}

/** All that would have to go with it, and what those need in turn; without itself. */
export const partnersOf = (known: Known, container: Container): Container[] => {
  const found = new Map([[container.id, container]])
  // What is added while it is walked is walked as well.
  for (const one of found.values())
    for (const other of containersOn(known, container.hostId))
      if (!found.has(other.id) && areTied(known, one, other)) found.set(other.id, other)
  found.delete(container.id)
  return [...found.values()]
}

const dependsOn = (one: Container, other: Container): boolean => {
  if (one.stack === null || one.stack !== other.stack || other.service === null) return false
  const named = (one.labels[composeLabel.dependsOn] ?? '').split(',').map((entry) => entry.split(':')[0])
  return named.includes(other.service)
}

/** Each after those that it uses or depends on. */
const inOrder = (known: Known, bundle: readonly Subject[]): Subject[] => {
  const ordered = new Set<Subject>()
  const seen = new Set<Subject>()
  const visit = (subject: Subject) => {
    if (seen.has(subject)) return
    seen.add(subject)
    const { container } = subject
    for (const other of bundle)
      if (uses(known, container, other.container) || dependsOn(container, other.container)) visit(other)
    ordered.add(subject)
  }
  for (const subject of bundle) visit(subject)
  return [...ordered]
}

/** What is moved, in parts that each go as one. */
export const bundlesOf = (known: Known): Subject[][] => {
  const bundles: Subject[][] = []
  const isIn = ({ container: { id } }: Subject) =>
    bundles.some((bundle) => bundle.some((one) => one.container.id === id))
  for (const subject of known.subjects) {
    if (isIn(subject)) continue
    const partners = new Set(partnersOf(known, subject.container).map(({ id }) => id))
    const bundle = known.subjects.filter((other) => other === subject || partners.has(other.container.id))
    bundles.push(inOrder(known, bundle))
  }
  return bundles
}

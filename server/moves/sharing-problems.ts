// What a container shares with others of its host, from which it cannot be parted: they come along, or nobody goes. Pure.
import type { Container } from '@/lib/contract/containers'
import { linkRefs, localVolumesOf, namesIt, partnersOf, sharedRefs } from './partners'
import { type Problem, refused, together } from './problem'
import { containersOn, isRunning, type PlanInput, type Subject, stopFirstReason } from './subject'

const namesOf = (containers: readonly Container[]) => containers.map(({ name }) => name).join(', ')

const sharedVolumes = (input: PlanInput, container: Container, left: readonly Container[]): [string, Container[]][] =>
  localVolumesOf(input, container).flatMap((name): [string, Container[]][] => {
    const users = left.filter(({ mounts }) => mounts.some((mount) => mount.name === name))
    return users.length > 0 ? [[name, users]] : []
  })

export const sharingProblems = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): Problem[] => {
  const { container, inspect } = subject
  const moving = new Set(input.subjects.map(({ container: { id } }) => id))
  const here = containersOn(input, container.hostId).filter(({ id }) => id !== container.id)
  const left = here.filter(({ id }) => !moving.has(id))
  const partners = partnersOf(input, container)
  const along = partners.filter(({ id }) => !moving.has(id))
  /** Also of one that is on no list any more: then nobody can come along. */
  const isLeft = (ref: string) => !here.some((other) => moving.has(other.id) && namesIt(ref, other))
  const attached = left.filter(({ networkMode }) => {
    const ref = networkMode.startsWith('container:') ? networkMode.slice('container:'.length) : ''
    return ref !== '' && namesIt(ref, container)
  })
  const stopsFirst =
    stopFirstReason(input, subject, bundle) !== '' ||
    partners.some((partner) => localVolumesOf(input, partner).length > 0)
  return [
    ...sharedVolumes(input, container, left).map(([name, users]) =>
      together(
        refused('volume-shared', `The volume ${name} is also used by ${namesOf(users)} on ${container.hostName}.`),
        along,
      ),
    ),
    ...(sharedRefs(inspect).some(isLeft)
      ? [
          together(
            refused(
              'shares',
              `${container.name} shares namespaces or volumes of another container, which it cannot be parted from.`,
            ),
            along,
          ),
        ]
      : []),
    ...(attached.length > 0
      ? [
          together(
            refused('shared-by', `${namesOf(attached)} shares the network of ${container.name} and would lose it.`),
            along,
          ),
        ]
      : []),
    ...(linkRefs(inspect).some(isLeft)
      ? [
          together(
            refused(
              'links',
              `${container.name} is linked to containers of its host.`,
              'Put them on a network that both hosts have.',
            ),
            along,
          ),
        ]
      : []),
    ...(inspect.HostConfig.AutoRemove && isRunning(subject) && stopsFirst
      ? [refused('auto-remove', `${container.name} is removed as soon as it stops, and it would have to stop first.`)]
      : []),
  ]
}

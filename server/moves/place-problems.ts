// What speaks against a container's leaving its place, or taking the one on the target. Pure.
import { sharesAnother } from './bound-here'
import { type Problem, refused } from './problem'
import { isRunning, type PlanInput, type Subject, stopFirstReason } from './subject'

export const placeProblems = (input: PlanInput, { container, isGlobal }: Subject): Problem[] => {
  const { target } = input
  const named = container.name
  const holder = input.containers.find(({ hostId, name }) => hostId === target.id && name === named)
  return [
    ...(container.hostId === target.id ? [refused('same-host', `${named} is on ${target.name} already.`)] : []),
    ...(container.known
      ? []
      : [
          refused(
            'source-unreachable',
            `${container.hostName} does not answer, so ${named} cannot be moved away from it.`,
          ),
        ]),
    ...(container.state === 'paused'
      ? [refused('paused', `${named} is paused.`, 'Resume it first.')]
      : container.state === 'removing' || container.state === 'dead'
        ? [refused('removing', `${named} is being removed.`)]
        : []),
    ...(isGlobal ? [refused('global', `${named} runs once on each host, so it has no other place.`)] : []),
    ...('com.docker.swarm.task.id' in container.labels
      ? [refused('swarm-task', `${named} belongs to a service of Swarm mode, which places it itself.`)]
      : []),
    ...(holder && holder.hostId !== container.hostId
      ? [
          refused(
            'name-taken',
            `${target.name} has a container named ${named} already.`,
            `Rename or remove ${target.name}/${named}.`,
          ),
        ]
      : []),
  ]
}

/** The same image may not run there at all. */
export const platformProblems = (input: PlanInput, { container }: Subject): Problem[] => {
  const here = input.hosts.find(({ id }) => id === container.hostId)?.engine
  const there = input.target.engine
  if (!here || !there || (here.osType === there.osType && here.architecture === there.architecture)) return []
  const message = `${container.name} runs as ${here.osType}/${here.architecture}, and ${input.target.name} is ${there.osType}/${there.architecture}.`
  return [refused('platform', message, 'Choose a host of the same platform.')]
}

export const sharingProblems = (input: PlanInput, subject: Subject): Problem[] => {
  const { container } = subject
  const { HostConfig } = subject.inspect
  const others = input.containers.filter(
    ({ id, hostId, networkMode }) =>
      hostId === container.hostId &&
      id !== container.id &&
      (networkMode === `container:${container.id}` || networkMode === `container:${container.name}`),
  )
  return [
    ...(sharesAnother(subject)
      ? [
          refused(
            'shares',
            `${container.name} shares namespaces or volumes of another container, which it cannot be parted from.`,
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          refused(
            'shared-by',
            `${others.map(({ name }) => name).join(', ')} shares the network of ${container.name} and would lose it.`,
          ),
        ]
      : []),
    ...(HostConfig.Links?.length
      ? [
          refused(
            'links',
            `${container.name} is linked to containers of its host.`,
            'Put them on a network that both hosts have.',
          ),
        ]
      : []),
    ...(HostConfig.AutoRemove && isRunning(subject) && stopFirstReason(input, subject)
      ? [refused('auto-remove', `${container.name} is removed as soon as it stops, and it would have to stop first.`)]
      : []),
  ]
}

// What speaks against a container's leaving its place, or taking the one on the target. Pure.
import { type Problem, refused } from './problem'
import { containersOn, type PlanInput, type Subject } from './subject'

/** Wherever it would go. */
export const leavingProblems = ({ container, isGlobal }: Pick<Subject, 'container' | 'isGlobal'>): Problem[] => {
  const named = container.name
  return [
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
  ]
}

export const arrivalProblems = (input: PlanInput, { container }: Subject): Problem[] => {
  const { target, subjects } = input
  const { name, hostId } = container
  if (hostId === target.id) return [refused('same-host', `${name} is on ${target.name} already.`)]
  if (containersOn(input, target.id).some((other) => other.name === name)) {
    const message = `${target.name} has a container named ${name} already.`
    return [refused('name-taken', message, `Rename or remove ${target.name}/${name}.`)]
  }
  const first = subjects.find((other) => other.container.name === name && other.container.hostId !== target.id)
  if (first === undefined || first.container.id === container.id) return []
  return [refused('name-taken', `${name} of ${first.container.hostName} goes to ${target.name}, under the same name.`)]
}

/** The same image may not run there at all. */
export const platformProblems = (input: PlanInput, { container }: Subject): Problem[] => {
  const here = input.hosts.find(({ id }) => id === container.hostId)?.engine
  const there = input.target.engine
  if (!here || !there || (here.osType === there.osType && here.architecture === there.architecture)) return []
  const message = `${container.name} runs as ${here.osType}/${here.architecture}, and ${input.target.name} is ${there.osType}/${there.architecture}.`
  return [refused('platform', message, 'Choose a host of the same platform.')]
}

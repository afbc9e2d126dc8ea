// Whether a container finds its networks on the target, and whom it leaves behind on its old ones. Pure.
import { asked, type Problem, refused } from './problem'
import { joinedNetworks, networkOn, type PlanInput, type Subject, usersOf } from './subject'

/** Wherever it would go. */
export const networkGoneProblems = (input: PlanInput, subject: Subject): Problem[] =>
  joinedNetworks(input, subject).flatMap(({ name, network }) =>
    network === undefined
      ? [refused('network-gone', `The network ${name} is not known on ${subject.container.hostName}.`)]
      : [],
  )

export const networkProblems = (input: PlanInput, subject: Subject): Problem[] => {
  const { container } = subject
  const { target } = input
  const source = input.hosts.find(({ id }) => id === container.hostId)
  const moving = new Set(input.subjects.map(({ container: { id } }) => id))
  return joinedNetworks(input, subject).flatMap(({ name, network }): Problem[] => {
    if (network === undefined) return []
    if (network.scope === 'swarm') {
      const own = source?.engine?.swarm
      const other = target.engine?.swarm
      const isMember =
        other?.state === 'active' &&
        (own?.clusterId === undefined || other.clusterId === undefined || own.clusterId === other.clusterId)
      return isMember
        ? []
        : [
            refused(
              'network-unreachable',
              `${target.name} is not a member of the overlay that ${name} belongs to.`,
              `Enable overlay networking on ${target.name}.`,
            ),
          ]
    }
    if (network.scope === 'global') {
      const isMember =
        target.engine?.clusterStore !== undefined && target.engine.clusterStore === source?.engine?.clusterStore
      return isMember || network.hostIds.includes(target.id)
        ? []
        : [refused('network-unreachable', `${name} is an overlay of a cluster store that ${target.name} does not use.`)]
    }
    const there = networkOn(input, target.id, name)
    if (there !== undefined && there.driver !== network.driver) {
      return [
        refused(
          'network-differs',
          `${name} is a ${network.driver} network on ${container.hostName} and a ${there.driver} network on ${target.name}.`,
        ),
      ]
    }
    if (there === undefined && network.driver !== 'bridge') {
      return [
        refused(
          'network-missing',
          `${target.name} has no ${network.driver} network ${name}.`,
          `Make it on ${target.name} first.`,
        ),
      ]
    }
    const left = usersOf(input, container.hostId, network).filter(
      ({ id, state }) => !moving.has(id) && state === 'running',
    )
    if (left.length === 0) return []
    const names = left.map((other) => other.name).join(', ')
    return [
      asked(
        'network-split',
        'leave-networks',
        `${name} is a network of ${container.hostName} alone: ${names} and ${container.name} would not reach each other any more.`,
        'Use an overlay network, which all hosts share.',
      ),
    ]
  })
}

// What speaks against moving one container, and what a person has to agree to. Pure.
import type { MoveConsent, MoveProblem } from '@/lib/contract/moves'
import {
  isRunning,
  isShared,
  joinedNetworks,
  mountedVolumes,
  networkOn,
  type PlanInput,
  type Subject,
  stopFirstReason,
  volumeOn,
} from './subject'

type Problem = Omit<MoveProblem, 'containerId'>

const refused = (code: string, message: string, fix?: string): Problem => ({
  code,
  message,
  consent: null,
  ...(fix === undefined ? {} : { fix }),
})
const asked = (code: string, consent: MoveConsent, message: string, fix?: string): Problem => ({
  ...refused(code, message, fix),
  consent,
})

/** Every host has its own of these, and that is what is meant. */
const ownOnEachHost =
  /^\/(var\/run|run)\/docker\.sock$|^\/etc\/(localtime|timezone|hostname|resolv\.conf|hosts)$|^\/(proc|sys|dev)(\/|$)|^\/lib\/modules/

const placeProblems = (input: PlanInput, { container, isGlobal }: Subject): Problem[] => {
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
const platformProblems = (input: PlanInput, { container }: Subject): Problem[] => {
  const here = input.hosts.find(({ id }) => id === container.hostId)?.engine
  const there = input.target.engine
  if (!here || !there || (here.osType === there.osType && here.architecture === there.architecture)) return []
  const message = `${container.name} runs as ${here.osType}/${here.architecture}, and ${input.target.name} is ${there.osType}/${there.architecture}.`
  return [refused('platform', message, 'Choose a host of the same platform.')]
}

const sharingProblems = (input: PlanInput, subject: Subject): Problem[] => {
  const { container } = subject
  const { HostConfig } = subject.inspect
  const modes = [HostConfig.NetworkMode, HostConfig.IpcMode, HostConfig.PidMode]
  const others = input.containers.filter(
    ({ id, hostId, networkMode }) =>
      hostId === container.hostId &&
      id !== container.id &&
      (networkMode === `container:${container.id}` || networkMode === `container:${container.name}`),
  )
  return [
    ...(modes.some((mode) => mode?.startsWith('container:')) || HostConfig.VolumesFrom?.length
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

const hostProblems = ({ container, inspect }: Subject, target: string): Problem[] => {
  const { HostConfig } = inspect
  const isOnHostNetwork = HostConfig.NetworkMode === 'host'
  const paths = (inspect.Mounts ?? [])
    .filter(({ Type, Source }) => Type === 'bind' && !ownOnEachHost.test(Source ?? ''))
    .map(({ Source = '' }) => Source)
  const hasDevices = Boolean(HostConfig.Devices?.length || HostConfig.DeviceRequests?.length)
  return [
    ...(isOnHostNetwork
      ? [
          asked(
            'host-network',
            'host-paths',
            `${container.name} is on the own network of ${container.hostName}; it would answer at the addresses of ${target} instead.`,
            'Put it on a network, and publish its ports.',
          ),
        ]
      : []),
    ...(paths.length > 0
      ? [
          asked(
            'host-paths',
            'host-paths',
            `${container.name} mounts ${paths.join(', ')} of ${container.hostName}; what is there is not copied, and it would see those paths of ${target} instead.`,
            `Use a volume, or bring the files to ${target} first.`,
          ),
        ]
      : []),
    ...(hasDevices
      ? [
          asked(
            'devices',
            'host-paths',
            `${container.name} uses devices of ${container.hostName}; ${target} has to have the same.`,
          ),
        ]
      : []),
  ]
}

const volumeProblems = (input: PlanInput, subject: Subject): Problem[] => {
  const { container } = subject
  const { target } = input
  const moving = new Set(input.subjects.map(({ container: { id } }) => id))
  return mountedVolumes(input, subject).flatMap(({ name, isLocal, isWritten }) => {
    if (!isLocal) return []
    const mountedBy = (hostId: string) =>
      input.containers.filter(
        (other) =>
          other.hostId === hostId && other.id !== container.id && other.mounts.some((mount) => mount.name === name),
      )
    const others = mountedBy(container.hostId)
    if (others.length > 0) {
      const names = others.map((other) => other.name).join(', ')
      const together = others.every(({ id }) => moving.has(id))
        ? ' They can only be moved after the volume is no longer shared.'
        : ''
      return [
        refused('volume-shared', `The volume ${name} is also used by ${names} on ${container.hostName}.${together}`),
      ]
    }
    const there = volumeOn(input, target.id, name)
    const usedThere = there ? mountedBy(target.id) : []
    if (usedThere.length > 0) {
      return [
        refused(
          'volume-in-use',
          `${target.name} has a volume ${name} that ${usedThere.map((other) => other.name).join(', ')} uses.`,
        ),
      ]
    }
    return [
      asked(
        'volume-copy',
        'copy-volumes',
        `The data of the volume ${name} is on ${container.hostName}. It can be copied to ${target.name}${
          isRunning(subject) && isWritten ? `; ${container.name} stands still meanwhile` : ''
        }. The original is kept.`,
      ),
      ...(there
        ? [
            asked(
              'volume-exists',
              'replace-volumes',
              `${target.name} has a volume ${name} already that nothing uses. Its content would be replaced.`,
            ),
          ]
        : []),
    ]
  })
}

const networkProblems = (input: PlanInput, subject: Subject): Problem[] => {
  const { container } = subject
  const { target } = input
  const source = input.hosts.find(({ id }) => id === container.hostId)
  const moving = new Set(input.subjects.map(({ container: { id } }) => id))
  return joinedNetworks(input, subject).flatMap(({ name, network }): Problem[] => {
    if (network === undefined)
      return [refused('network-gone', `The network ${name} is not known on ${container.hostName}.`)]
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
    const left = input.containers.filter(
      (other) =>
        other.hostId === container.hostId &&
        !moving.has(other.id) &&
        other.state === 'running' &&
        other.networks.some(({ networkId }) => networkId === network.id),
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

export const problemsOf = (input: PlanInput, subject: Subject): MoveProblem[] =>
  [
    ...placeProblems(input, subject),
    ...platformProblems(input, subject),
    ...sharingProblems(input, subject),
    ...hostProblems(subject, input.target.name),
    ...volumeProblems(input, subject),
    ...networkProblems(input, subject),
  ].map((problem) => ({ ...problem, containerId: subject.container.id }))

/** What is good to know and stops nothing. */
export const notesOf = (input: PlanInput, subject: Subject): string[] => {
  const { container } = subject
  const { target } = input
  const ports = container.requestedPorts
    .filter(({ hostPort }) => hostPort !== '')
    .map(({ hostPort, port }) => `${hostPort} → ${port}`)
  const shared = mountedVolumes(input, subject).filter(({ isLocal }) => !isLocal)
  const left = input.consents.has('remove-volumes')
    ? []
    : mountedVolumes(input, subject).filter(({ isLocal }) => isLocal)
  const hasImage = input.images.some((image) => image.id === container.imageId && image.hostIds.includes(target.id))
  const overlays = joinedNetworks(input, subject).filter(({ network }) => isShared(network))
  const isQuiet = isRunning(subject) && overlays.length > 0 && stopFirstReason(input, subject) === ''
  return [
    ...(ports.length > 0
      ? [
          `Its published ports (${ports.join(', ')}) answer on ${target.name} afterwards, no longer on ${container.hostName}.`,
        ]
      : []),
    ...shared.map(
      ({ name, driver }) => `The volume ${name} (${driver}) has to be within reach of ${target.name} as well.`,
    ),
    ...left.map(
      ({ name }) =>
        `The original of the volume ${name} stays on ${container.hostName} for the way back. Remove it once the copy is trusted, so that nobody takes the older data for the newer.`,
    ),
    ...(hasImage ? [] : [`The image ${container.image} is brought to ${target.name} first.`]),
    ...(isQuiet
      ? [
          `It gets its names on ${overlays.map(({ name }) => name).join(', ')} only when it is healthy; then both answer for a moment, until the old one stops.`,
        ]
      : []),
  ]
}

// What a container uses of its host itself, and would find otherwise on another. Pure.
import { asked, type Problem } from './problem'
import type { Subject } from './subject'

/** Every host has its own of these, and that is what is meant. */
const ownOnEachHost =
  /^\/(var\/run|run)\/docker\.sock$|^\/etc\/(localtime|timezone|hostname|resolv\.conf|hosts)$|^\/(proc|sys|dev)(\/|$)|^\/lib\/modules/

export const hostProblems = ({ container, inspect }: Subject, target: string): Problem[] => {
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

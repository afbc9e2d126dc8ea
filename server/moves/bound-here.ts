// Why a container cannot be moved to any host at all, as far as that is plain before a host is chosen. Pure.
import type { BoundHere } from '@/lib/contract/moves'
import type { Subject } from './subject'

/** It uses the namespaces or volumes of another container. */
export const sharesAnother = ({ inspect: { HostConfig } }: Subject): boolean =>
  [HostConfig.NetworkMode, HostConfig.IpcMode, HostConfig.PidMode].some((mode) => mode?.startsWith('container:')) ||
  Boolean(HostConfig.VolumesFrom?.length)

export const isSwarmTask = ({ container }: Subject): boolean => 'com.docker.swarm.task.id' in container.labels

export function boundHere(subject: Subject): BoundHere | null {
  if (subject.isGlobal) return 'global'
  if (isSwarmTask(subject)) return 'swarm-task'
  return sharesAnother(subject) ? 'shares' : null
}

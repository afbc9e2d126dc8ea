// What becomes of the data of a container that is moved, and what that has to be asked for. Pure.
import type { Volume } from '@/lib/contract/inventory'
import { asked, type Problem, refused } from './problem'
import {
  containersOn,
  isLocalVolume,
  isRunning,
  mountedVolumes,
  type PlanInput,
  type Subject,
  volumeOn,
} from './subject'

/** On a share, or in a folder or on a disk that only bears the volume's name: what is there may belong to others. */
const isElsewhere = (volume: Volume): boolean => !isLocalVolume(volume) || Boolean(volume.options.device)

export const volumeProblems = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): Problem[] => {
  const { container } = subject
  const { target } = input
  const moving = new Set(input.subjects.map(({ container: { id } }) => id))
  return mountedVolumes(input, subject).flatMap(({ name, isLocal }) => {
    if (!isLocal) return []
    const mountedBy = (hostId: string) =>
      containersOn(input, hostId).filter(({ mounts }) => mounts.some((mount) => mount.name === name))
    // Then it is refused as shared, and nothing else is to be asked.
    if (mountedBy(container.hostId).some(({ id }) => !moving.has(id) && id !== container.id)) return []
    const sharers = bundle.filter((other) => mountedVolumes(input, other).some((mount) => mount.name === name))
    // It is copied once, so it is asked about once.
    if (sharers.length > 0 && sharers[0]?.container.id !== container.id) return []
    const first = input.subjects.find(
      (other) =>
        other.container.hostId !== target.id &&
        mountedVolumes(input, other).some((mount) => mount.isLocal && mount.name === name),
    )
    if (first && first.container.hostId !== container.hostId) {
      const message = `${first.container.name} brings a volume ${name} of ${first.container.hostName} to ${target.name}, under the same name.`
      return [refused('volume-twice', message, 'Move them to different hosts.')]
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
    if (there !== undefined && isElsewhere(there)) {
      return [
        refused(
          'volume-differs',
          `${target.name} has a volume ${name} whose data is not in the volume itself (${there.options.device ?? there.driver}), and is not replaced.`,
          `Remove the volume ${name} of ${target.name}, or give it another name.`,
        ),
      ]
    }
    const stopped = sharers.filter((other) => isRunning(other)).map((other) => other.container.name)
    return [
      asked(
        'volume-copy',
        'copy-volumes',
        `The data of the volume ${name} is on ${container.hostName}. It can be copied to ${target.name}${
          stopped.length > 1
            ? `; ${stopped.join(', ')} stand still meanwhile`
            : stopped.length > 0
              ? `; ${stopped[0]} stands still meanwhile`
              : ''
        }. The original is kept.`,
      ),
      ...(there
        ? [
            asked(
              'volume-exists',
              'replace-volumes',
              `${target.name} has a volume ${name} already that nothing uses. Its content would be replaced; it is kept aside until the move has succeeded.`,
            ),
          ]
        : []),
    ]
  })
}

// What becomes of the data of a container that is moved, and what that has to be asked for. Pure.
import type { Volume } from '@/lib/contract/inventory'
import { asked, type Problem, refused } from './problem'
import { isLocalVolume, isRunning, mountedVolumes, type PlanInput, type Subject, volumeOn } from './subject'

/** On a share, or in a folder or on a disk that only bears the volume's name: what is there may belong to others. */
const isElsewhere = (volume: Volume): boolean => !isLocalVolume(volume) || Boolean(volume.options.device)

export const volumeProblems = (input: PlanInput, subject: Subject): Problem[] => {
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
    if (there !== undefined && isElsewhere(there)) {
      return [
        refused(
          'volume-differs',
          `${target.name} has a volume ${name} whose data is not in the volume itself (${there.options.device ?? there.driver}), and is not replaced.`,
          `Remove the volume ${name} of ${target.name}, or give it another name.`,
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
              `${target.name} has a volume ${name} already that nothing uses. Its content would be replaced; it is kept aside until the move has succeeded.`,
            ),
          ]
        : []),
    ]
  })
}

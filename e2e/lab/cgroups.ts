// The control groups of a lab's containers: a folder of the lab's own in each hierarchy, v1 or v2, that a power cut
// leaves behind and that must be gone when the lab is.
import { readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SlotPlan } from './slots'

const commonParent = 'lotse-lab'

export const cgroupParent = (plan: SlotPlan, host: string): string => `/${commonParent}/${plan.uplink}/${host}`

const hierarchies = async (): Promise<string[]> => {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8')
  return mounts.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ')
    return /^cgroup2? /.test(after ?? '') ? (before?.split(' ')[4] ?? []) : []
  })
}

/** Who is paused does not die, not even when its host has lost its power. */
const thaw = async (directory: string): Promise<void> => {
  await writeFile(join(directory, 'freezer.state'), 'THAWED', { flag: 'r+' }).catch(() => {})
  await writeFile(join(directory, 'cgroup.freeze'), '0', { flag: 'r+' }).catch(() => {})
}

const removeTree = async (directory: string): Promise<void> => {
  await thaw(directory)
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(directory, entry.name))
  // A group whose last process is just ending is busy for a moment; the caller looks again.
  await rmdir(directory).catch(() => {})
}

const ownGroups = async (plan: SlotPlan, host?: string): Promise<string[]> =>
  (await hierarchies()).map((root) => join(root, commonParent, plan.uplink, host ?? ''))

export const remainingCgroups = async (plan: SlotPlan, host?: string): Promise<string[]> => {
  const groups = await ownGroups(plan, host)
  const there = await Promise.all(groups.map((group) => readdir(group).catch(() => null)))
  return groups.filter((_, index) => there[index] !== null)
}

/** Answers whether all are gone. */
export const removeCgroups = async (plan: SlotPlan, host?: string): Promise<boolean> => {
  for (const own of await ownGroups(plan, host)) {
    await removeTree(own)
    // Refused as long as another lab is in it.
    if (host === undefined) await rmdir(join(own, '..')).catch(() => {})
  }
  return (await remainingCgroups(plan, host)).length === 0
}

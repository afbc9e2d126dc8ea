// Removes a lab by what its slot says it may have, not by what somebody remembers having made: a lab that was killed
// half way up is removed as well as a whole one.
import { readdir, rm, rmdir } from 'node:fs/promises'
import { removeCgroups } from './cgroups'
import { labDirectory, labsLock } from './locations'
import { withLock } from './lock'
import { systemPath } from './machine'
import { mountPoints, removeMounts } from './mounts'
import { namespaceNames } from './network'
import { endProcesses, labProcesses } from './processes'
import { run } from './run'
import { planSlot } from './slots'
import { readState } from './state'
import { until } from './waiting'

export const removeLab = async (name: string): Promise<void> => {
  const directory = labDirectory(name)
  const state = await readState(name).catch(() => null)
  await endProcesses(() => labProcesses(directory), `Processes of lab ${name} cannot be ended.`)
  if (state) {
    const plan = planSlot(state.slot)
    const env = { PATH: systemPath() }
    await run('ip', ['link', 'del', plan.uplink], { env }).catch(() => {})
    const own = new Set([plan.switchNamespace, ...state.hosts.map(({ namespace }) => namespace)])
    for (const namespace of await namespaceNames()) {
      if (own.has(namespace)) await run('ip', ['netns', 'del', namespace], { env })
    }
    await until(() => removeCgroups(plan), `Control groups of lab ${name} cannot be removed.`, 10_000)
  }
  await removeMounts(directory)
  await withLock(labsLock, removeEmptyNamespaceFolder)
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** `ip netns` leaves the folder it made mounted on itself; with nobody's namespace in it, it can go. */
const removeEmptyNamespaceFolder = async (): Promise<void> => {
  const folder = '/run/netns'
  const names = await readdir(folder).catch(() => null)
  if (names === null || names.length > 0) return
  if ((await mountPoints(folder)).includes(folder)) await run('umount', [folder]).catch(() => {})
  await rmdir(folder).catch(() => {})
}

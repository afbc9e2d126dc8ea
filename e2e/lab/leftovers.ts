// What of a lab is still on the machine: nothing after `down`. For the lab's own tests and whoever else wants to be sure.
import { access } from 'node:fs/promises'
import { remainingCgroups } from './cgroups'
import { labDirectory } from './locations'
import { mountPoints } from './mounts'
import { linkNames, namespaceNames } from './network'
import { labProcesses } from './processes'
import { planSlot } from './slots'

export const leftoversOf = async (name: string, slot: number): Promise<string[]> => {
  const plan = planSlot(slot)
  const directory = labDirectory(name)
  const folder = await access(directory).then(
    () => [`folder ${directory}`],
    () => [],
  )
  return [
    ...(await labProcesses(directory)).map(({ pid, command }) => `process ${pid} ${command}`),
    ...(await namespaceNames())
      .filter((namespace) => namespace.startsWith(`${plan.uplink}-`))
      .map((namespace) => `namespace ${namespace}`),
    ...(await linkNames()).filter((link) => link === plan.uplink).map((link) => `link ${link}`),
    ...(await mountPoints(directory)).map((point) => `mount ${point}`),
    ...(await remainingCgroups(plan)).map((group) => `control group ${group}`),
    ...folder,
  ]
}

// Takes a free slot for a new lab: writes down what the lab may have, before anything of it exists, then makes the switch.
import { resolve } from 'node:path'
import { AppError } from '@/server/errors'
import { hostPaths } from './host'
import { labsLock } from './locations'
import { withLock } from './lock'
import { createSwitch, namespaceNames, routeTable } from './network'
import { checkLabName, chooseSlot, networksInRoutes, planHosts, planSlot } from './slots'
import { type LabState, listLabs, readState, writeState } from './state'
import { removeLab } from './teardown'
import type { LabOptions } from './types'

/** Under the lock of all labs: from here on the slot is this lab's, and `down` knows what it may have. */
export const reserveLab = async (options: LabOptions): Promise<LabState> => {
  if (options.name !== undefined) checkLabName(options.name)
  if (options.replace && options.name !== undefined) await removeLab(options.name)
  const { state, failure } = await withLock(labsLock, async () => {
    const labs = await listLabs()
    if (options.name !== undefined && labs.includes(options.name)) {
      throw new AppError('name_taken', `A lab called "${options.name}" exists already.`, {
        details: { fix: `End it: npm run lab -- down ${options.name}` },
      })
    }
    const states = await Promise.all(labs.map((name) => readState(name).catch(() => null)))
    const taken = states.flatMap((state) => (state ? [state.slot] : []))
    const named = (await namespaceNames()).flatMap((name) => /^lotse(\d+)-/.exec(name)?.[1] ?? []).map(Number)
    const slot = chooseSlot([...taken, ...named], networksInRoutes(await routeTable()))
    const state: LabState = {
      name: options.name ?? freeName(slot, labs),
      slot,
      generation: options.generation ?? 'modern',
      hosts: planHosts(slot, options.hosts ?? 3),
      tls: options.tls ?? false,
      registry: options.registry ?? true,
      dockerd: options.dockerd === undefined ? null : resolve(options.dockerd),
      daemonFlags: options.daemonFlags ?? [],
      diskMiB: options.diskMiB ?? 4096,
      complete: false,
    }
    for (const host of state.hosts) checkSocketPath(hostPaths(state.name, host.name).socketPath)
    await writeState(state)
    // Within the lock too: only the switch makes the slot taken for labs that are kept in another folder.
    const failure = await createSwitch(planSlot(slot)).then(
      () => null,
      (error: Error) => error,
    )
    return { state, failure }
  })
  if (failure === null) return state
  await removeLab(state.name)
  throw failure
}

const freeName = (slot: number, taken: string[]): string => {
  const plain = `lab${slot}`
  let name = plain
  for (let number = 2; taken.includes(name); number += 1) name = `${plain}-${number}`
  return name
}

// The kernel's limit for a socket's path, less its ending zero.
const longestSocketPath = 107

const checkSocketPath = (path: string): void => {
  if (path.length <= longestSocketPath) return
  throw new AppError('invalid_input', `The socket path ${path} is longer than ${longestSocketPath} characters.`, {
    details: { fix: 'Use a shorter folder (LOTSE_LAB_DIR) or shorter names.' },
  })
}

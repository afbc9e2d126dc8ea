// Takes a free slot for a new lab and writes down what the lab may have, before anything of it exists.
import { AppError } from '@/server/errors'
import { hostPaths } from './host'
import { labsLock } from './locations'
import { withLock } from './lock'
import { namespaceNames, routeTable } from './network'
import { checkLabName, chooseSlot, networksInRoutes, planHosts } from './slots'
import { type LabState, listLabs, readState, writeState } from './state'
import type { LabOptions } from './types'

/** Under the lock of all labs: from here on the slot is this lab's, and `down` knows what it may have. */
export const reserveLab = async (options: LabOptions): Promise<LabState> => {
  if (options.name !== undefined) checkLabName(options.name)
  return withLock(labsLock(), async () => {
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
      name: options.name ?? `lab${slot}`,
      slot,
      generation: options.generation ?? 'modern',
      hosts: planHosts(slot, options.hosts ?? 3),
      tls: options.tls ?? false,
      registry: options.registry ?? true,
      dockerd: options.dockerd ?? null,
      daemonFlags: options.daemonFlags ?? [],
      diskMiB: options.diskMiB ?? 4096,
      complete: false,
    }
    for (const host of state.hosts) checkSocketPath(hostPaths(state.name, host.name).socketPath)
    await writeState(state)
    return state
  })
}

// The kernel's limit for a socket's path, less its ending zero.
const longestSocketPath = 107

const checkSocketPath = (path: string): void => {
  if (path.length <= longestSocketPath) return
  throw new AppError('invalid_input', `The socket path ${path} is longer than ${longestSocketPath} characters.`, {
    details: { fix: 'Use a shorter folder (LOTSE_LAB_DIR) or shorter names.' },
  })
}

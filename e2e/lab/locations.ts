// Where the lab keeps things: running labs under one folder, what was fetched and built under another.
import { join, resolve } from 'node:path'

export const labsRoot = (): string => resolve(process.env.LOTSE_LAB_DIR ?? '/var/lib/lotse-lab')
export const cacheRoot = (): string => resolve(process.env.LOTSE_LAB_CACHE ?? '/var/cache/lotse-lab')
export const labDirectory = (name: string): string => join(labsRoot(), name)
/** One for the machine, wherever labs are kept: slots are the machine's. */
export const labsLock = '/run/lock/lotse-lab'

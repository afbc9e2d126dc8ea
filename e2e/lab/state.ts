// The file by which a lab is found again: written before anything of it exists, so that half a lab can be removed too.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@/server/errors'
import { labDirectory, labsRoot } from './locations'

const generation = z.enum(['modern', 'kv'])

const hostState = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  ip: z.string(),
  namespace: z.string(),
  port: z.string(),
  engine: generation.optional(),
})

const labState = z.object({
  name: z.string(),
  slot: z.number().int(),
  generation,
  hosts: z.array(hostState),
  tls: z.boolean(),
  registry: z.boolean(),
  dockerd: z.string().nullable(),
  daemonFlags: z.array(z.string()),
  diskMiB: z.number(),
  /** False until the whole lab was up once. */
  complete: z.boolean(),
})

export type LabState = z.infer<typeof labState>

const stateFile = (name: string): string => join(labDirectory(name), 'state.json')

export const writeState = async (state: LabState): Promise<void> => {
  await mkdir(labDirectory(state.name), { recursive: true })
  const file = stateFile(state.name)
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`)
  await rename(`${file}.new`, file)
}

export const readState = async (name: string): Promise<LabState> => {
  const text = await readFile(stateFile(name), 'utf8').catch(() => null)
  if (text === null) {
    const names = await listLabs()
    const fix = names.length > 0 ? `Labs that exist: ${names.join(', ')}.` : 'Start one: npm run lab -- up'
    throw new AppError('not_found', `There is no lab called "${name}".`, { details: { fix } })
  }
  return labState.parse(JSON.parse(text))
}

export const listLabs = async (): Promise<string[]> => {
  const entries = await readdir(labsRoot(), { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

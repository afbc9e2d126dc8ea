// Starts a lab, or takes hold of one that another process started.
import { hostPaths, startEngine, startHost } from './host'
import { type ImageCache, preloadArchive, prepareImages } from './images'
import { labDirectory } from './locations'
import { installMissingTools, requireLinuxRoot } from './machine'
import { startNameserver } from './network'
import { openLab } from './open-lab'
import { endProcesses, labProcesses } from './processes'
import { pushImages, startRegistry } from './registry'
import { reserveLab } from './reservation'
import { run } from './run'
import { checkLabName, type HostPlan, planSlot } from './slots'
import { startedLabs } from './started-labs'
import { type LabState, readState, writeState } from './state'
import { startStore } from './store'
import { removeLab } from './teardown'
import { makeCertificates } from './tls'
import { type ClientTools, prepareClient, prepareToolchain, type Toolchain, toolchainOf } from './toolchain'
import type { Lab, LabOptions } from './types'

const silent = () => {}

interface Prepared {
  toolchain: Toolchain
  images: ImageCache
  client: ClientTools
}

/** Fetches and builds everything a lab of the generation needs, so that starting one needs no network. */
export const prepareLab = async (options: Pick<LabOptions, 'generation' | 'dockerd' | 'log'>): Promise<Prepared> => {
  requireLinuxRoot()
  const say = options.log ?? silent
  await installMissingTools(say)
  const toolchain = await prepareToolchain(options.generation ?? 'modern', options.dockerd ?? null, say)
  const images = await prepareImages(toolchain.busybox, say)
  const client = await prepareClient(say)
  return { toolchain, images, client }
}

export const startLab = async (options: LabOptions = {}): Promise<Lab> => {
  const prepared = await prepareLab(options)
  options.signal?.throwIfAborted()
  const state = await reserveLab(options)
  const stop = new AbortController()
  const pass = () => stop.abort(options.signal?.reason)
  options.signal?.addEventListener('abort', pass, { once: true })
  if (options.signal?.aborted) pass()
  const parts: Promise<void>[] = []
  try {
    const { subnet } = planSlot(state.slot)
    options.log?.(`Starting lab ${state.name} on ${subnet}: ${state.hosts.map(({ name }) => name).join(', ')}`)
    await startParts(state, prepared, options.preload ?? true, stop.signal, parts)
    await writeState({ ...state, complete: true })
    const lab = openLab(state)
    startedLabs.add(lab)
    return lab
  } catch (error) {
    // What is still being started must have ended before the rest is removed, or it would come after the broom.
    stop.abort(error)
    await endProcesses(() => labProcesses(labDirectory(state.name)), `Processes of lab ${state.name} cannot be ended.`)
    await Promise.allSettled(parts)
    await removeLab(state.name)
    throw error
  } finally {
    options.signal?.removeEventListener('abort', pass)
  }
}

/** Puts each promise into `parts` as it is made, so that a failure of one can wait for the others. */
const startParts = async (
  state: LabState,
  { toolchain, images, client }: Prepared,
  preload: boolean | string[],
  signal: AbortSignal,
  parts: Promise<void>[],
): Promise<void> => {
  const plan = planSlot(state.slot)
  const directory = labDirectory(state.name)
  const registryAddress = `${plan.gateway}:5000`
  await startNameserver(plan, directory)
  if (state.tls) await makeCertificates(directory, state.hosts)
  if (state.generation === 'kv') await startStore(state, toolchain, signal)
  const archive = preload === false ? null : await preloadArchive(images, preload, directory)
  const registry = async (): Promise<void> => {
    if (!state.registry) return
    await startRegistry(registryAddress, directory, toolchain, signal)
    await pushImages(registryAddress, images)
  }
  const host = async (wanted: HostPlan): Promise<void> => {
    const tools = await toolchainOf(state, wanted)
    await startHost(state, wanted, tools, signal)
    await startEngine(state, wanted, tools, signal)
    if (!archive) return
    const socket = `unix://${hostPaths(state.name, wanted.name).socketPath}`
    await run(client.dockerCli, ['-H', socket, 'load', '-q', '-i', archive])
  }
  parts.push(registry(), ...state.hosts.map(host))
  await Promise.all(parts)
}

/** Takes hold of a lab that runs, by its name. */
export const attachLab = async (name: string): Promise<Lab> => openLab(await readState(checkLabName(name)))

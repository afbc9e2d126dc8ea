// What has to be on the target before the container: its image and its networks.
import { Transform } from 'node:stream'
import { parseAddress } from '@/server/docker/address'
import { jsonLines } from '@/server/docker/json-lines'
import { pullImage } from '@/server/docker/pull'
import { createTransferProgress } from '@/server/docker/transfer-progress'
import { AppError, isAppError } from '@/server/errors'
import { isStatus, unlessMissing } from '@/server/stacks/apply/engine-answers'
import type { StepAct, StepPerformer } from './act'
import { isOurs } from './copied-data'
import { imageIdOf, nameImage } from './image-name'
import { moveLabel } from './new-container'
import { inputOf } from './step-input'

const mib = 2 ** 20
/** Between two hosts that may be far apart. */
const transferMs = 600_000

const pullSame = async (act: StepAct, digest: string): Promise<void> => {
  const read = createTransferProgress()
  const auth = await act.registries.authFor(digest)
  for await (const event of pullImage(act.engine, digest, { auth, signal: act.signal })) act.report(read(event))
}

/** Streamed from engine to engine: what runs there is what is wanted, whatever a registry says today. */
const streamFrom = async (act: StepAct, fromHostId: string, ref: string, sizeBytes: number): Promise<void> => {
  const source = act.cluster.engine(fromHostId)
  const answer = await source.stream('GET', `/images/${encodeURIComponent(ref)}/get`, {
    timeoutMs: transferMs,
    signal: act.signal,
  })
  let passed = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length
      const fraction = sizeBytes > 0 ? Math.min(1, passed / sizeBytes) : null
      act.report({ detail: `${Math.round(passed / mib)} MiB`, fraction })
      done(null, chunk)
    },
  })
  answer.on('error', (error) => counted.destroy(error))
  try {
    const loaded = await act.engine.stream('POST', '/images/load', {
      body: answer.pipe(counted),
      query: { quiet: true },
      timeoutMs: transferMs,
      signal: act.signal,
    })
    for await (const line of jsonLines(loaded, 'POST /images/load', parseAddress(act.engine.address))) {
      if (typeof line.error === 'string')
        throw new AppError('engine_error', `The image cannot be loaded: ${line.error}`)
    }
  } finally {
    // An engine that refuses leaves the rest unread, and the other one would hold it ready for ever.
    answer.destroy()
    counted.destroy()
  }
}

export const bringImage: StepPerformer = async (act) => {
  const { fromHostId, imageId: wanted, digests, sizeBytes } = inputOf('bring-image', act.step)
  const reference = act.step.target
  if ((await imageIdOf(act.engine, wanted)) !== undefined) {
    await nameImage(act.engine, wanted, reference)
    return 'was there already'
  }
  const [digest] = digests
  if (digest !== undefined) {
    try {
      await pullSame(act, digest)
      await nameImage(act.engine, digest, reference)
      return undefined
    } catch (error) {
      if (act.signal.aborted || !isAppError(error) || error.code !== 'registry_error') throw error
    }
  }
  // By its name where it has it, so that the name comes along.
  const named = await act.cluster
    .engine(fromHostId)
    .json<{ Id?: string }>('GET', `/images/${encodeURIComponent(reference)}/json`)
    .catch(() => undefined)
  await streamFrom(act, fromHostId, named?.Id === wanted ? reference : wanted, sizeBytes)
  return `taken from ${act.cluster.host(fromHostId)?.name ?? fromHostId}`
}

export const createNetwork: StepPerformer = async (act) => {
  const { driver, internal, enableIPv6, attachable, options, labels, subnets } = inputOf('create-network', act.step)
  const Name = act.step.target
  const found = await unlessMissing(act.engine.json('GET', `/networks/${encodeURIComponent(Name)}`))
  if (found !== undefined) return 'was there already'
  const IPAM =
    subnets.length > 0
      ? { Config: subnets.map(({ subnet, gateway }) => ({ Subnet: subnet, ...(gateway ? { Gateway: gateway } : {}) })) }
      : undefined
  await act.engine
    .json('POST', '/networks/create', {
      body: {
        Name,
        CheckDuplicate: true,
        Driver: driver,
        Internal: internal,
        EnableIPv6: enableIPv6,
        Attachable: attachable,
        Options: options,
        Labels: { ...labels, [moveLabel]: act.move.id },
        ...(IPAM ? { IPAM } : {}),
      },
      timeoutMs: 60_000,
    })
    .catch((error: unknown) => {
      if (!isStatus(error, 409)) throw error
    })
  return undefined
}

/** Only one that a move has made and that nobody is on any more, not even stopped: a network itself lists who runs. */
export const removeNetwork: StepPerformer = async (act) => {
  const { madeBy = act.move.id } = inputOf('remove-network', act.step)
  const name = act.step.target
  const path = `/networks/${encodeURIComponent(name)}`
  const found = await unlessMissing(act.engine.json<{ Id?: string; Labels?: Record<string, string> }>('GET', path))
  if (found === undefined) return 'was gone already'
  if (!isOurs(found.Labels, madeBy)) return 'was not made by a move'
  const filters = JSON.stringify({ network: [name, ...(found.Id ? [found.Id] : [])] })
  const users = await act.engine.json<unknown[]>('GET', '/containers/json', { query: { all: true, filters } })
  if (users.length > 0) return 'is still used'
  const isUsed = await unlessMissing(act.engine.json('DELETE', path)).catch((error: unknown) => {
    // Somebody joined it meanwhile.
    if (isStatus(error, 403, 409)) return true
    throw error
  })
  return isUsed === true ? 'is still used' : undefined
}

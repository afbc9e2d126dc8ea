// Copies a volume from host to host through the engines' archive calls: no share, no agent, no program inside a container.
// What arrived is read back and compared entry by entry before anything relies on it; the original is left alone.
import { pipeline } from 'node:stream/promises'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { isStatus, unlessMissing } from '@/server/stacks/apply/engine-answers'
import { inspectOriginal, type StepAct, type StepPerformer } from './act'
import { isOurs, requireRest } from './copied-data'
import { moveLabel } from './new-container'
import { inputOf } from './step-input'
import { digestingTar, type TreeDigest } from './tar-digest'

type VolumeAnswer = {
  Driver?: string
  Options?: Record<string, string> | null
  Labels?: Record<string, string> | null
}

const mountPoint = '/lotse-data'
const gib = 2 ** 30
const mib = 2 ** 20
/** The engine writes all of it to its disk before it answers. */
const transferMs = 3_600_000

const amount = (bytes: number) => {
  if (bytes >= gib) return `${(bytes / gib).toFixed(1)} GiB`
  return bytes >= mib ? `${Math.round(bytes / mib)} MiB` : `${Math.ceil(bytes / 1024)} KiB`
}

/** Half of the way is the copy, half its comparison; null where the size is not known or is that of several volumes. */
const fractionOf = ({ move, step }: StepAct, bytes: number, isCompared: boolean): number | null => {
  const total = move.containers.find(({ id }) => id === step.containerId)?.copyBytes
  const copies = move.steps.filter(({ kind, containerId }) => kind === step.kind && containerId === step.containerId)
  if (!total || copies.length !== 1) return null
  return (Math.min(1, bytes / total) + (isCompared ? 1 : 0)) / 2
}

const volumePath = (name: string) => `/volumes/${encodeURIComponent(name)}`

/** As the old host has it: its options may hold a login, which is nothing for the journal. */
const makeLike = async (act: StepAct, source: Engine, more: Record<string, string>): Promise<void> => {
  const Name = act.step.target
  const original = await unlessMissing(source.json<VolumeAnswer>('GET', volumePath(Name)))
  if (original === undefined) throw new AppError('not_found', `The volume ${Name} is gone.`)
  const { Driver = 'local', Options, Labels } = original
  await act.engine.json('POST', '/volumes/create', {
    body: { Name, Driver, DriverOpts: Options ?? {}, Labels: { ...Labels, ...more } },
    timeoutMs: 60_000,
  })
}

/** A volume that is within reach of each host has to be known there. */
export const createVolume: StepPerformer = async (act) => {
  const { fromHostId } = inputOf('create-volume', act.step)
  await makeLike(act, act.cluster.engine(fromHostId), {})
  return undefined
}

const usable = async (engine: Engine, reference: string, imageId: string): Promise<string> =>
  (await unlessMissing(engine.json('GET', `/images/${encodeURIComponent(imageId)}/json`))) === undefined
    ? reference
    : imageId

type Side = 'from' | 'to'
const holderName = (act: StepAct, side: Side) => `lotse-copy-${act.move.id.slice(0, 8)}-${side}`

const removeHolder = (act: StepAct, engine: Engine, side: Side) => {
  const path = `/containers/${encodeURIComponent(holderName(act, side))}`
  return unlessMissing(engine.json('DELETE', path, { query: { force: true } }))
}

/** A container that never runs and only has the volume: the archive calls want one. */
const withHolder = async <T>(
  act: StepAct,
  engine: Engine,
  image: string,
  side: Side,
  use: (id: string) => Promise<T>,
): Promise<T> => {
  const Mounts = [
    {
      Type: 'volume',
      Source: act.step.target,
      Target: mountPoint,
      ReadOnly: side === 'from',
      VolumeOptions: { NoCopy: true },
    },
  ]
  const { Id } = await engine.json<{ Id: string }>('POST', '/containers/create', {
    query: { name: holderName(act, side) },
    body: {
      Image: image,
      Cmd: ['true'],
      Labels: { [moveLabel]: act.move.id },
      NetworkDisabled: true,
      HostConfig: { Mounts, NetworkMode: 'none' },
    },
    timeoutMs: 60_000,
  })
  try {
    return await use(Id)
  } finally {
    // What copied is told by its own failure; one that stays is found by its label.
    await removeHolder(act, engine, side)
      .catch(() => removeHolder(act, engine, side))
      .catch(() => undefined)
  }
}

const archivePath = (id: string) => `/containers/${id}/archive`

const read = (act: StepAct, engine: Engine, id: string) =>
  engine.stream('GET', archivePath(id), {
    query: { path: `${mountPoint}/.` },
    timeoutMs: transferMs,
    signal: act.signal,
  })

const copy = async (act: StepAct, source: Engine, from: string, to: string): Promise<TreeDigest> => {
  const { through, result } = digestingTar((bytes) =>
    act.report({ detail: `${amount(bytes)} copied`, fraction: fractionOf(act, bytes, false) }),
  )
  const answer = await read(act, source, from)
  answer.on('error', (error) => through.destroy(error))
  through.on('close', () => answer.destroy())
  const written = act.engine.stream('PUT', archivePath(to), {
    query: { path: mountPoint, noOverwriteDirNonDir: true },
    body: answer.pipe(through),
    timeoutMs: transferMs,
    signal: act.signal,
  })
  // An engine that refuses may leave the rest unread for ever.
  written.catch((error: Error) => through.destroy(error))
  const [sent, answered] = await Promise.allSettled([result, written])
  if (answered.status === 'rejected') throw answered.reason
  answered.value.resume()
  if (sent.status === 'rejected') throw sent.reason
  return sent.value
}

const readBack = async (act: StepAct, id: string): Promise<TreeDigest> => {
  const { through, result } = digestingTar((bytes) =>
    act.report({ detail: `${amount(bytes)} compared`, fraction: fractionOf(act, bytes, true) }),
  )
  const answer = await read(act, act.engine, id)
  await pipeline(answer, through, async (chunks) => {
    for await (const _ of chunks) {
      // Only the digest is wanted.
    }
  })
  return result
}

export const copyVolume: StepPerformer = async (act) => {
  const { fromHostId, reference, imageId, mayReplace } = inputOf('copy-volume', act.step)
  const { target } = act.step
  const source = act.cluster.engine(fromHostId)
  const lastStart = requireRest(await inspectOriginal(act, fromHostId))
  // From the beginning, also after a kill: a copy that was broken off is no copy.
  await removeHolder(act, act.engine, 'to')
  await removeHolder(act, source, 'from')
  const before = await unlessMissing(act.engine.json<VolumeAnswer>('GET', volumePath(target)))
  if (before !== undefined) {
    if (!mayReplace && !isOurs(before.Labels, act.move.id)) {
      const fix = 'Look at the plan again.'
      throw new AppError('conflict', `${act.step.hostName} has got a volume ${target} meanwhile.`, { details: { fix } })
    }
    await act.engine.json('DELETE', volumePath(target))
  }
  await makeLike(act, source, { [moveLabel]: act.move.id })
  const here = await usable(act.engine, reference, imageId)
  const there = await usable(source, reference, imageId)
  return withHolder(act, source, there, 'from', (from) =>
    withHolder(act, act.engine, here, 'to', async (to) => {
      const sent = await copy(act, source, from, to)
      const arrived = await readBack(act, to)
      if (sent.digest !== arrived.digest) {
        throw new AppError(
          'engine_error',
          `The copy of ${target} differs from the original (${sent.files} entries sent, ${arrived.files} arrived, digests ${sent.digest.slice(0, 12)} and ${arrived.digest.slice(0, 12)}).`,
        )
      }
      // What was sent arrived, but it is one state of the data only if nobody wrote meanwhile.
      requireRest(await inspectOriginal(act, fromHostId), lastStart)
      return `${amount(sent.bytes)} in ${sent.files} entries, compared: ${sent.digest.slice(0, 12)}`
    }),
  )
}

/** Only after the copy was verified and the new container runs. */
export const removeVolume: StepPerformer = async (act) => {
  try {
    await act.engine.json('DELETE', volumePath(act.step.target))
    return undefined
  } catch (error) {
    if (isStatus(error, 404)) return 'was gone already'
    throw error
  }
}

export const removeCopiedVolume: StepPerformer = async (act) => {
  const { fromHostId } = inputOf('remove-copied-volume', act.step)
  await removeHolder(act, act.engine, 'to')
  // The other host may be the one that failed; a holder that never runs can wait for a person.
  await Promise.resolve()
    .then(() => removeHolder(act, act.cluster.engine(fromHostId), 'from'))
    .catch(() => undefined)
  const found = await unlessMissing(act.engine.json<VolumeAnswer>('GET', volumePath(act.step.target)))
  if (found === undefined || !isOurs(found.Labels, act.move.id)) return 'was not made'
  return removeVolume(act)
}

// Carries the content of a volume into another one through the engines' archive calls: no share, no agent, no program inside a
// container. What arrived is read back and compared entry by entry before anything relies on it.
import { pipeline } from 'node:stream/promises'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { unlessMissing } from '@/server/stacks/apply/engine-answers'
import type { StepAct } from './act'
import { moveLabel } from './new-container'
import { digestingTar, type TreeDigest } from './tar-digest'
import { bundleOf } from './types'

export type VolumeEnd = { engine: Engine; name: string }
/** For the containers that hold the volumes: any image will do, and that of the moved one is on both hosts. */
export type HolderImage = { reference: string; imageId: string }

const mountPoint = '/lotse-data'
const gib = 2 ** 30
const mib = 2 ** 20
/** The engine writes all of it to its disk before it answers. */
const transferMs = 3_600_000

const amount = (bytes: number) => {
  if (bytes >= gib) return `${(bytes / gib).toFixed(1)} GiB`
  return bytes >= mib ? `${Math.round(bytes / mib)} MiB` : `${Math.ceil(bytes / 1024)} KiB`
}

export const amountOf = ({ bytes, files, digest }: TreeDigest): string =>
  `${amount(bytes)} in ${files} entries, compared: ${digest.slice(0, 12)}`

/** Half of the way is the copy, half its comparison; null where the size is not known or is that of several volumes. */
const fractionOf = ({ move, step }: StepAct, bytes: number, isCompared: boolean): number | null => {
  const total = move.containers.find(({ id }) => id === step.containerId)?.copyBytes
  const bundle = bundleOf(move, step.containerId)
  const copies = move.steps.filter(({ kind, containerId }) => kind === step.kind && bundle.has(containerId))
  if (!total || step.kind !== 'copy-volume' || copies.length !== 1) return null
  return (Math.min(1, bytes / total) + (isCompared ? 1 : 0)) / 2
}

const usable = async (engine: Engine, { reference, imageId }: HolderImage): Promise<string> =>
  (await unlessMissing(engine.json('GET', `/images/${encodeURIComponent(imageId)}/json`))) === undefined
    ? reference
    : imageId

type Side = 'from' | 'to'
const holderName = (act: StepAct, side: Side) => `lotse-copy-${act.move.id.slice(0, 8)}-${side}`

export const removeHolder = (act: StepAct, engine: Engine, side: Side) => {
  const path = `/containers/${encodeURIComponent(holderName(act, side))}`
  return unlessMissing(engine.json('DELETE', path, { query: { force: true } }))
}

/** A container that never runs and only has the volume: the archive calls want one. */
const withHolder = async <T>(
  act: StepAct,
  { engine, name }: VolumeEnd,
  image: HolderImage,
  side: Side,
  use: (id: string) => Promise<T>,
): Promise<T> => {
  const Mounts = [
    {
      Type: 'volume',
      Source: name,
      Target: mountPoint,
      ReadOnly: side === 'from',
      VolumeOptions: { NoCopy: true },
    },
  ]
  // One of an earlier try may have been left by a kill.
  await removeHolder(act, engine, side)
  try {
    const { Id } = await engine.json<{ Id: string }>('POST', '/containers/create', {
      query: { name: holderName(act, side) },
      body: {
        Image: await usable(engine, image),
        Cmd: ['true'],
        Labels: { [moveLabel]: act.move.id },
        NetworkDisabled: true,
        HostConfig: { Mounts, NetworkMode: 'none' },
      },
      timeoutMs: 60_000,
    })
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
    query: { path: mountPoint },
    timeoutMs: transferMs,
    signal: act.signal,
  })

const copy = async (act: StepAct, source: Engine, from: string, target: Engine, to: string): Promise<TreeDigest> => {
  const { through, result } = digestingTar((bytes) =>
    act.report({ detail: `${amount(bytes)} copied`, fraction: fractionOf(act, bytes, false) }),
  )
  const answer = await read(act, source, from)
  answer.on('error', (error) => through.destroy(error))
  through.on('close', () => answer.destroy())
  const written = target.stream('PUT', archivePath(to), {
    // By its parent: engines leave owner and mode of the folder itself as they are when they unpack into it.
    query: { path: '/', noOverwriteDirNonDir: true },
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

const digestIn = async (act: StepAct, engine: Engine, id: string): Promise<TreeDigest> => {
  const { through, result } = digestingTar((bytes) =>
    act.report({ detail: `${amount(bytes)} compared`, fraction: fractionOf(act, bytes, true) }),
  )
  const answer = await read(act, engine, id)
  await pipeline(answer, through, async (chunks) => {
    for await (const _ of chunks) {
      // Only the digest is wanted.
    }
  })
  return result
}

export const digestOf = (act: StepAct, volume: VolumeEnd, image: HolderImage): Promise<TreeDigest> =>
  withHolder(act, volume, image, 'from', (id) => digestIn(act, volume.engine, id))

/** Into an empty volume only: one that is a folder of its host may hold what no volume of any name has ever shown. */
const requireEmpty = async (act: StepAct, { engine, name }: VolumeEnd, id: string): Promise<void> => {
  const { files } = await digestIn(act, engine, id)
  // The folder itself counts as one.
  if (files <= 1) return
  throw new AppError('conflict', `The new volume ${name} on ${act.step.hostName} has files in it already.`, {
    details: { fix: 'It is a folder of that host: empty it, or move what is in it away.' },
  })
}

export const transferVolume = (act: StepAct, from: VolumeEnd, to: VolumeEnd, image: HolderImage): Promise<TreeDigest> =>
  withHolder(act, from, image, 'from', (reading) =>
    withHolder(act, to, image, 'to', async (writing) => {
      await requireEmpty(act, to, writing)
      const sent = await copy(act, from.engine, reading, to.engine, writing)
      const arrived = await digestIn(act, to.engine, writing)
      if (sent.digest === arrived.digest) return sent
      throw new AppError(
        'engine_error',
        `The copy of ${from.name} differs from the original (${sent.files} entries sent, ${arrived.files} arrived, digests ${sent.digest.slice(0, 12)} and ${arrived.digest.slice(0, 12)}).`,
      )
    }),
  )

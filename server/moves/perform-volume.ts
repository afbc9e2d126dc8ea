// A volume's way to another host: made there, filled and compared; the original is left alone until all is well.
import { AppError } from '@/server/errors'
import { inspectOriginal, type StepPerformer } from './act'
import { gotMeanwhile, isOurs, noteStart, requireRest, requireStill } from './copied-data'
import { findKept } from './kept-volume'
import { moveLabel } from './new-container'
import { inputOf } from './step-input'
import { amountOf, digestOf, removeHolder, transferVolume } from './transfer-volume'
import { bundleOf } from './types'
import { deleteVolume, findVolume, makeLike, requireSoleUse } from './volume-calls'

/** A volume that is within reach of each host has to be known there. */
export const createVolume: StepPerformer = async (act) => {
  const { fromHostId } = inputOf('create-volume', act.step)
  await makeLike(act.cluster.engine(fromHostId), act.engine, act.step.target)
  return undefined
}

export const copyVolume: StepPerformer = async (act) => {
  const { fromHostId, mayReplace, ...image } = inputOf('copy-volume', act.step)
  const { target: name, containerId } = act.step
  const source = act.cluster.engine(fromHostId)
  const ids = [...bundleOf(act.move, containerId)]
  const originals = () => Promise.all(ids.map((id) => inspectOriginal(act, fromHostId, id)))
  const startedAt = new Map<string, string>()
  for (const original of await originals()) {
    requireStill(act, original)
    startedAt.set(original.Id, noteStart(act, original, requireRest(original)))
  }
  await requireSoleUse(source, name, ids)
  // From the beginning, also after a kill: a copy that was broken off is no copy.
  await removeHolder(act, act.engine, 'to')
  await removeHolder(act, source, 'from')
  const before = await findVolume(act.engine, name)
  if (before !== undefined) {
    const mayGo = isOurs(before.Labels, act.move.id) || (mayReplace && (await findKept(act)) !== undefined)
    if (!mayGo) throw gotMeanwhile(act)
    await deleteVolume(act.engine, name)
  }
  await makeLike(source, act.engine, name, { [moveLabel]: act.move.id })
  // An engine gives one that is there for one that it has made.
  if (!isOurs((await findVolume(act.engine, name))?.Labels, act.move.id)) throw gotMeanwhile(act)
  const sent = await transferVolume(act, { engine: source, name }, { engine: act.engine, name }, image)
  // What was sent arrived, but it is one state of the data only if nobody wrote meanwhile.
  for (const original of await originals()) requireRest(original, startedAt.get(original.Id))
  await requireSoleUse(source, name, ids)
  act.step.noted = { ...act.step.noted, digest: sent.digest }
  return amountOf(sent)
}

/** Only while it still holds what was copied: somebody may have written to it since. */
export const removeVolume: StepPerformer = async (act) => {
  const { target: name, containerId } = act.step
  const copied = act.move.steps.find(
    (step) => step.kind === 'copy-volume' && step.containerId === containerId && step.target === name,
  )
  if ((await findVolume(act.engine, name)) === undefined) return 'was gone already'
  if (copied?.noted?.digest !== undefined) {
    const now = await digestOf(act, { engine: act.engine, name }, inputOf('copy-volume', copied))
    if (now.digest !== copied.noted.digest) {
      throw new AppError('conflict', `${name} has changed since it was copied, so it is kept.`, {
        details: { fix: 'Look at what is in it, and remove it by hand.' },
      })
    }
  }
  return (await deleteVolume(act.engine, name)) ? undefined : 'was gone already'
}

export const removeCopiedVolume: StepPerformer = async (act) => {
  const { fromHostId } = inputOf('remove-copied-volume', act.step)
  const { target: name } = act.step
  await removeHolder(act, act.engine, 'to')
  // The other host may be the one that failed; a holder that never runs can wait for a person.
  await Promise.resolve()
    .then(() => removeHolder(act, act.cluster.engine(fromHostId), 'from'))
    .catch(() => undefined)
  const found = await findVolume(act.engine, name)
  if (found === undefined || !isOurs(found.Labels, act.move.id)) return 'was not made'
  return (await deleteVolume(act.engine, name)) ? undefined : 'was gone already'
}

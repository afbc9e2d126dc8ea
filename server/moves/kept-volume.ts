// What a copy replaces on the target is kept aside until the move can no longer fail, and put back when it does. An engine
// renames no volume, so it is copied on its host and compared before the one that people know is touched.
import { AppError } from '@/server/errors'
import type { StepAct, StepPerformer } from './act'
import { gotMeanwhile, isOurs } from './copied-data'
import { keptName } from './kept-name'
import { moveLabel } from './new-container'
import { inputOf } from './step-input'
import { amountOf, removeHolder, transferVolume } from './transfer-volume'
import { deleteVolume, findVolume, makeVolume, type VolumeAnswer } from './volume-calls'

/** On the kept one, what the other was: JSON. */
const keptLabel = 'io.lotse.kept'

const keptNameOf = ({ move, step }: StepAct) => keptName(step.target, move.id)
const isKept = ({ move, step }: StepAct): boolean =>
  move.steps.some(({ kind, target, state }) => kind === 'keep-volume' && target === step.target && state === 'done')

/** Undefined as long as it may not be all of it. */
export const findKept = async (act: StepAct): Promise<VolumeAnswer | undefined> => {
  const found = isKept(act) ? await findVolume(act.engine, keptNameOf(act)) : undefined
  return found !== undefined && isOurs(found.Labels, act.move.id) ? found : undefined
}

const dropKept = async (act: StepAct): Promise<boolean> => {
  const name = keptNameOf(act)
  const found = await findVolume(act.engine, name)
  return found !== undefined && isOurs(found.Labels, act.move.id) && (await deleteVolume(act.engine, name))
}

export const keepVolume: StepPerformer = async (act) => {
  const image = inputOf('keep-volume', act.step)
  const { engine, step } = act
  const name = keptNameOf(act)
  await removeHolder(act, engine, 'to')
  await removeHolder(act, engine, 'from')
  const before = await findVolume(engine, step.target)
  if (before === undefined) return 'was gone already'
  await dropKept(act)
  const { Labels, Options, CreatedAt } = before
  const kept = JSON.stringify({ Labels: Labels ?? {}, Options: Options ?? {}, CreatedAt })
  await makeVolume(engine, name, { Labels: { [moveLabel]: act.move.id, [keptLabel]: kept } })
  const sent = await transferVolume(act, { engine, name: step.target }, { engine, name }, image)
  return amountOf(sent)
}

export const restoreVolume: StepPerformer = async (act) => {
  const image = inputOf('restore-volume', act.step)
  const { engine, step } = act
  await removeHolder(act, engine, 'to')
  await removeHolder(act, engine, 'from')
  const kept = await findKept(act)
  const there = await findVolume(engine, step.target)
  const was = JSON.parse(kept?.Labels?.[keptLabel] ?? '{}') as VolumeAnswer
  const isOthers = there !== undefined && !isOurs(there.Labels, act.move.id)
  if (!isKept(act) || (isOthers && there.CreatedAt === was.CreatedAt)) {
    await dropKept(act)
    return 'was not touched'
  }
  if (isOthers) throw gotMeanwhile(act)
  if (kept === undefined) {
    // Put back, and only the end of it was not written down any more.
    if (step.isResumed && there !== undefined) return 'was put back already'
    act.step.noted = { isGone: true }
    throw new AppError('not_found', `What was kept of ${step.target} is gone: somebody removed it meanwhile.`)
  }
  // Of the copy, or of a try before that broke off.
  if (there !== undefined) await deleteVolume(engine, step.target)
  await makeVolume(engine, step.target, { ...was, Labels: { ...was.Labels, [moveLabel]: act.move.id } })
  const sent = await transferVolume(act, { engine, name: keptNameOf(act) }, { engine, name: step.target }, image)
  await dropKept(act)
  return amountOf(sent)
}

export const removeKeptVolume: StepPerformer = async (act) => ((await dropKept(act)) ? undefined : 'was gone already')

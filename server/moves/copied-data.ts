// Whether copied data may be relied on: the original has stood still since, and the copies are there. Others act on the same
// engines, and a start by hand or a clean-up in the wrong moment would otherwise end in older or empty data.
import { AppError } from '@/server/errors'
import { unlessMissing } from '@/server/stacks/apply/engine-answers'
import type { StepAct } from './act'
import { type Inspect, nameOf } from './inspect'
import { moveLabel } from './new-container'
import { bundleOf } from './types'

export const isOurs = (labels: Record<string, string> | null | undefined, moveId: string): boolean =>
  labels?.[moveLabel] === moveId

/** Gives when it was last started, for a second look. Throws conflict when it runs, or has run since that start. */
export const requireRest = (original: Inspect, lastStart?: string): string => {
  const startedAt = original.State?.StartedAt ?? ''
  if (!original.State?.Running && (lastStart === undefined || lastStart === startedAt)) return startedAt
  const message = `${nameOf(original)} was started again meanwhile, so the copy of its data is not all of it.`
  throw new AppError('conflict', message, { details: { fix: 'Move it again, and leave it stopped meanwhile.' } })
}

/** When an original was last started, as it stood still: the first step that saw it so has written it down. */
const notedStart = ({ move }: StepAct, id: string): string | undefined =>
  move.steps.map(({ noted }) => noted?.starts?.[id]).find((startedAt) => startedAt !== undefined)

export const noteStart = (act: StepAct, { Id }: Inspect, startedAt: string): string => {
  act.step.noted = { ...act.step.noted, starts: { ...act.step.noted?.starts, [Id]: startedAt } }
  return startedAt
}

/** Throws conflict when the original runs or has run since it was stopped, or its data was read, for this move. */
export const requireStill = (act: StepAct, original: Inspect): void => {
  const startedAt = notedStart(act, original.Id)
  if (startedAt !== undefined) requireRest(original, startedAt)
}

/** Somebody else has made a volume of that name on the target. */
export const gotMeanwhile = ({ step }: StepAct): AppError =>
  new AppError('conflict', `${step.hostName} has got a volume ${step.target} meanwhile.`, {
    details: { fix: 'Look at the plan again.' },
  })

/** Gives how many there are. Throws conflict when one is gone, or another volume has its name. */
export const requireCopies = async ({ move, step, engine }: StepAct): Promise<number> => {
  const bundle = bundleOf(move, step.containerId)
  const copies = move.steps.filter(
    ({ kind, containerId, state }) => kind === 'copy-volume' && bundle.has(containerId) && state === 'done',
  )
  for (const { target, hostName } of copies) {
    const path = `/volumes/${encodeURIComponent(target)}`
    const found = await unlessMissing(engine.json<{ Labels?: Record<string, string> | null }>('GET', path))
    if (isOurs(found?.Labels, move.id)) continue
    throw new AppError('conflict', `The copy of the volume ${target} was removed from ${hostName} meanwhile.`, {
      details: { fix: 'Move it again, and clean up no volumes meanwhile.' },
    })
  }
  return copies.length
}

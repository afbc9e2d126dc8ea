// Walks the steps of a move, container after container and those that go as one together, each written down before it begins and after it ended. What breaks
// before the new container serves is put back at once; what comes after is carried through, also when a host is away a while.
import { asSentence } from '@/lib/as-sentence'
import { maskText } from '@/lib/mask'
import { isAppError, isAway, messageOf } from '@/server/errors'
import type { StepAct, StepPerformer } from './act'
import { performers as allPerformers } from './perform'
import { inputOf } from './step-input'
import { bundleOf, hasEnded, type MoveRecord, type StepRecord } from './types'
import { isPastReturn, undoOf } from './undo'
import { whenHostAnswers } from './when-host-answers'

export type RunInput = Pick<StepAct, 'cluster' | 'registries'> & {
  record: MoveRecord
  /** Throws when it cannot be written down; then nothing goes on. */
  save(): Promise<void>
  changed(): void
  now(): Date
  performers?: typeof allPerformers
}

export type MoveRun = {
  finished: Promise<'ended' | 'abandoned'>
  /** Once: back to what was. Again: no more waiting for a host that does not answer. */
  cancel(): void
  /** As a kill would: nothing more is begun or written down. */
  abandon(): void
}

class Abandoned extends Error {}

const sentence = (error: unknown): string => {
  const message = asSentence(maskText(messageOf(error)))
  const fix = isAppError(error) ? error.details?.fix : undefined
  return fix === undefined ? message : `${message} ${fix}`
}

/** It is still there, so its data is still its own. */
const isKeptOriginal = ({ kind, state }: StepRecord): boolean => kind === 'remove-original' && state === 'failed'

/** What to do about a host that does not answer: `later` leaves the step as it is for another time. */
type Patience = 'none' | 'later' | 'waits'
type Ending = 'done' | 'failed' | 'left'

export const runMove = (input: RunInput): MoveRun => {
  const { record, cluster, registries, save, changed, now } = input
  const performers = input.performers ?? allPerformers
  const stopper = new AbortController()
  /** Ends what is carried through as well. */
  const abandoner = new AbortController()
  const impatience = new AbortController()
  /** What is done now is done to the end, whoever has to be waited for. */
  let isCarrying = false
  const isCancelled = () => record.state === 'cancelling'
  if (isCancelled()) stopper.abort()

  const written = async (): Promise<void> => {
    if (abandoner.signal.aborted) throw new Abandoned()
    await save()
    if (abandoner.signal.aborted) throw new Abandoned()
    changed()
  }

  const attempt = async (step: StepRecord, signal: AbortSignal): Promise<string | undefined> => {
    const perform: StepPerformer = performers[step.kind]
    const engine = cluster.engine(step.hostId)
    const report: StepAct['report'] = ({ detail, fraction = null }) => {
      if (step.state !== 'running') return
      step.detail = detail
      step.fraction = fraction
      changed()
    }
    return perform({ cluster, registries, move: record, step, engine, signal, report })
  }

  /** Until the host answers again, or nobody wants to wait any more. */
  const waitFor = async (step: StepRecord): Promise<void> => {
    changed()
    await whenHostAnswers(cluster, step.hostId, AbortSignal.any([impatience.signal, abandoner.signal]))
    if (abandoner.signal.aborted) throw new Abandoned()
  }

  const fail = (step: StepRecord, error: unknown): Ending => {
    const wasCancelled = stopper.signal.aborted && isAppError(error) && error.code === 'cancelled'
    step.state = wasCancelled ? 'cancelled' : 'failed'
    step.error = wasCancelled ? null : sentence(error)
    return 'failed'
  }

  /** Null: once more. */
  const tryStep = async (step: StepRecord, patience: Patience, signal: AbortSignal): Promise<Ending | null> => {
    try {
      const detail = await attempt(step, signal)
      Object.assign(step, { state: 'done', detail: detail ?? '', fraction: 1 })
      return 'done'
    } catch (error) {
      if (abandoner.signal.aborted) throw new Abandoned()
      if (!isAway(error) || patience === 'none' || impatience.signal.aborted) return fail(step, error)
      step.isResumed = true
      step.detail = `waits for ${step.hostName} to answer`
      if (patience === 'later') {
        step.state = 'pending'
        return 'left'
      }
      await waitFor(step)
      return null
    }
  }

  const perform = async (step: StepRecord, patience: Patience, signal: AbortSignal): Promise<Ending> => {
    isCarrying = patience !== 'none'
    step.startedAt ??= now().toISOString()
    step.state = 'running'
    await written()
    let ending: Ending | null = null
    while (ending === null) ending = await tryStep(step, patience, signal)
    if (ending !== 'left') step.finishedAt = now().toISOString()
    await written()
    return ending
  }

  const putBack = async (lane: readonly StepRecord[]): Promise<void> => {
    for (const step of undoOf(lane)) if (!record.steps.some(({ id }) => id === step.id)) record.steps.push(step)
    const own = record.steps.filter(
      (step) => step.isUndo && lane.some(({ containerId }) => containerId === step.containerId),
    )
    const isUrgent = (step: StepRecord) =>
      step.kind === 'start-original' || (step.kind === 'remove-copy' && inputOf('remove-copy', step).isUrgent)
    // What runs again must not wait for a host that is only to be tidied up.
    for (const step of own) {
      if (!hasEnded(step)) await perform(step, isUrgent(step) ? 'waits' : 'later', abandoner.signal)
    }
    for (const step of own) if (!hasEnded(step)) await perform(step, 'waits', abandoner.signal)
  }

  const forward = async (lane: readonly StepRecord[]): Promise<void> => {
    for (const step of lane) {
      if (hasEnded(step)) {
        if (step.state === 'done' || isPastReturn(lane)) continue
        return
      }
      if (isCancelled() && !isPastReturn(lane)) return
      if (step.kind === 'remove-volume' && lane.some(isKeptOriginal)) {
        step.state = 'skipped'
        continue
      }
      const startedAt = step.startedAt ?? now().toISOString()
      const isCarried = isPastReturn(lane.map((other) => (other === step ? { ...step, startedAt } : other)))
      const signal = isCarried ? abandoner.signal : stopper.signal
      const ending = await perform(step, isCarried ? 'waits' : 'none', signal)
      if (ending !== 'done' && !isPastReturn(lane)) return
    }
  }

  const moveAsOne = async (bundle: MoveRecord['containers'], lane: readonly StepRecord[]): Promise<void> => {
    for (const container of bundle) container.state = 'moving'
    await forward(lane)
    const isMoved = isPastReturn(lane)
    for (const step of lane) if (!hasEnded(step)) step.state = isCancelled() ? 'cancelled' : 'skipped'
    if (!isMoved) await putBack(lane)
    for (const container of bundle) {
      container.state = isMoved ? 'moved' : 'stayed'
      if (!isMoved) container.newId = null
    }
    await written()
  }

  const walk = async (): Promise<void> => {
    for (const container of record.containers) {
      if (container.state === 'moved' || container.state === 'stayed') continue
      const ids = bundleOf(record, container.id)
      const bundle = record.containers.filter(({ id }) => ids.has(id))
      const lane = record.steps.filter((step) => !step.isUndo && ids.has(step.containerId))
      const isBegun = container.state === 'moving'
      const hasFailed = record.steps.some(({ state, containerId }) => state === 'failed' && !ids.has(containerId))
      if (!isBegun && (hasFailed || isCancelled())) {
        for (const step of lane) step.state = isCancelled() ? 'cancelled' : 'skipped'
        for (const one of bundle) one.state = 'stayed'
        await written()
      } else await moveAsOne(bundle, lane)
    }
  }

  const finished = walk().then(
    () => 'ended' as const,
    (error: unknown) => {
      if (error instanceof Abandoned) return 'abandoned' as const
      throw error
    },
  )
  return {
    finished,
    cancel: () => {
      if (isCarrying) impatience.abort()
      stopper.abort()
    },
    abandon: () => {
      abandoner.abort()
      stopper.abort()
    },
  }
}

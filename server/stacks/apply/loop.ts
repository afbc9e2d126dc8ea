// Runs a deployment's operations: each as soon as those it waits for have ended well, each written down before it begins
// and after it ended. A failure stops what has not begun; a container that was being replaced is put back at once.

import { setMaxListeners } from 'node:events'
import { asSentence } from '@/lib/as-sentence'
import type { OperationKind } from '@/lib/contract/deployments'
import { type AppError, isAppError, messageOf } from '@/server/errors'
import { isUndo, laneOf } from '../operations'
import type { DeploymentContext, Performer, Progress } from './context'
import { hasEnded, newRecord, type OperationRecord, wasAttempted } from './record'
import { createSlots } from './slots'
import { undoLane } from './undo'

export type Journal = {
  begin(record: OperationRecord): Promise<void>
  end(record: OperationRecord): Promise<void>
  /** Undo operations and what they replace, in one stroke. */
  amend(changed: readonly OperationRecord[], added: readonly OperationRecord[]): Promise<void>
}

export type LoopInput = {
  context: DeploymentContext
  records: OperationRecord[]
  journal: Journal
  performers: Record<OperationKind, Performer>
  now: () => Date
  onProgress: (record: OperationRecord) => void
  isCancelled: boolean
  /** A removal: one failure stops nothing else, and nothing is put back. */
  keepsGoing: boolean
}

export type LoopOutcome = 'succeeded' | 'failed' | 'cancelled' | 'abandoned'

export type Loop = {
  finished: Promise<LoopOutcome>
  cancel(): void
  /** As a kill would: nothing more is begun or written down. */
  abandon(): void
}

const sentence = (error: unknown, hostName: string): string => {
  const message = messageOf(error)
  const fix = isAppError(error) ? (error as AppError).details?.fix : undefined
  const named = message.includes(hostName) ? message : `${hostName}: ${message}`
  return fix === undefined ? named : `${asSentence(named)} ${fix}`
}

const isDone = ({ state }: OperationRecord): boolean => state === 'done'
const hasEndedBadly = ({ state }: OperationRecord): boolean =>
  state === 'failed' || state === 'cancelled' || state === 'skipped'

/** All of a lane but what puts it back. */
const lanesOf = (records: readonly OperationRecord[]): Map<string, OperationRecord[]> => {
  const lanes = new Map<string, OperationRecord[]>()
  for (const record of records) {
    const name = laneOf(record.operation)
    if (name === null || isUndo(record.operation)) continue
    const lane = lanes.get(name)
    if (lane === undefined) lanes.set(name, [record])
    else lane.push(record)
  }
  return lanes
}

export const runLoop = (input: LoopInput): Loop => {
  const { context, records, journal, now } = input
  const slots = createSlots()
  const stopper = new AbortController()
  const settled = new Set<string>()
  let isCancelled = input.isCancelled
  let isAbandoned = false
  let running = 0
  let finish: (outcome: LoopOutcome) => void = () => undefined
  let crash: (error: unknown) => void = () => undefined
  const finished = new Promise<LoopOutcome>((resolve, reject) => {
    finish = resolve
    crash = reject
  })
  const undoStopper = new AbortController()
  // One of each operation under way.
  setMaxListeners(0, stopper.signal, undoStopper.signal)
  const hostName = (id: string) => context.cluster.host(id)?.name ?? id
  const byId = new Map(records.map((record) => [record.operation.id, record]))
  const lanes = lanesOf(records)
  // Thousands of operations end one by one, and each end asks these: kept, not counted anew.
  let hasFailed = records.some((record) => record.state === 'failed' && !isUndo(record.operation))
  let isTroubled = input.isCancelled || records.some(hasEndedBadly)
  const blockers = new Map<OperationRecord, OperationRecord>()

  /** What is felt outside has begun: it is carried through rather than left half done. */
  const isUnderWay = (lane: readonly OperationRecord[]) =>
    lane.some(
      (record) =>
        (record.operation.kind === 'stop-container' || record.operation.kind === 'start-container') &&
        wasAttempted(record),
    )

  const mayBegin = (record: OperationRecord): boolean => {
    if (isUndo(record.operation)) return true
    if (isCancelled) return false
    if (input.keepsGoing || !hasFailed) return true
    const lane = laneOf(record.operation)
    if (lane !== null) return isUnderWay(lanes.get(lane) ?? [])
    const isAwaited = (other: OperationRecord) =>
      other.state === 'pending' &&
      other.operation.after.includes(record.operation.id) &&
      laneOf(other.operation) !== null
    return record.operation.kind === 'wait-container' && records.some((other) => isAwaited(other) && mayBegin(other))
  }

  const isReady = (record: OperationRecord): boolean => {
    // Putting back goes as far as it can.
    const isPast = isUndo(record.operation) ? hasEnded : isDone
    const last = blockers.get(record)
    if (last !== undefined && !isPast(last)) return false
    for (const id of record.operation.after) {
      const before = byId.get(id)
      if (before === undefined || isPast(before)) continue
      blockers.set(record, before)
      return false
    }
    return true
  }

  const isHopeless = (record: OperationRecord): boolean =>
    !isUndo(record.operation) &&
    record.operation.after.some((id) => {
      const before = byId.get(id)
      return before !== undefined && hasEndedBadly(before)
    })

  const perform = async (record: OperationRecord): Promise<void> => {
    const { operation } = record
    record.startedAt ??= now()
    record.state = 'running'
    await journal.begin(record)
    if (isAbandoned) return
    input.onProgress(record)
    try {
      const detail = await input.performers[operation.kind]({
        ...context,
        operation,
        engine: context.cluster.engine(operation.hostId),
        hostName: hostName(operation.hostId),
        isResumed: record.isResumed,
        startedAt: record.startedAt,
        signal: isUndo(operation) ? undoStopper.signal : stopper.signal,
        report: ({ detail, fraction = null }: Progress) => {
          if (record.state !== 'running') return
          record.detail = detail
          record.fraction = fraction
          input.onProgress(record)
        },
      })
      record.state = 'done'
      record.detail = detail ?? ''
      record.fraction = 1
    } catch (error) {
      const wasCancelled = (isCancelled || isAbandoned) && isAppError(error) && error.code === 'cancelled'
      record.state = wasCancelled ? 'cancelled' : 'failed'
      record.error = wasCancelled ? null : sentence(error, hostName(operation.hostId))
      isTroubled = true
      hasFailed ||= !wasCancelled && !isUndo(operation)
    }
    if (isAbandoned) return
    record.finishedAt = now()
    await journal.end(record)
    input.onProgress(record)
  }

  const launch = (record: OperationRecord): void => {
    running++
    const ended = () => {
      running--
      slots.release(record.operation.hostId, record.operation.kind)
    }
    perform(record).then(
      () => {
        // In one go: a step in between would take "nothing runs" for the end, and put nothing back.
        ended()
        advance()
      },
      (error: unknown) => {
        ended()
        // The journal itself fails (a full disk, a locked database): going on would be forgotten by a restart.
        isAbandoned = true
        stopper.abort()
        undoStopper.abort()
        crash(error)
      },
    )
  }

  const dismiss = async (): Promise<void> => {
    if (!isTroubled) return
    const changed = records.filter(
      (record) =>
        record.state === 'pending' && (isHopeless(record) || (!isUndo(record.operation) && !mayBegin(record))),
    )
    const added: OperationRecord[] = []
    for (const record of changed) record.state = isCancelled ? 'cancelled' : 'skipped'
    for (const [name, lane] of lanes) {
      if (settled.has(name) || !lane.some(hasEndedBadly) || lane.some(({ state }) => state === 'running')) continue
      for (const record of lane) {
        if (record.state !== 'pending') continue
        record.state = isCancelled ? 'cancelled' : 'skipped'
        changed.push(record)
      }
      settled.add(name)
      if (input.keepsGoing) continue
      added.push(
        ...undoLane(lane)
          .filter(({ id }) => !byId.has(id))
          .map(newRecord),
      )
    }
    for (const record of added) {
      records.push(record)
      byId.set(record.operation.id, record)
    }
    if (changed.length + added.length === 0) return
    await journal.amend(changed, added)
    for (const record of [...changed, ...added]) input.onProgress(record)
  }

  const outcome = (): LoopOutcome => {
    if (hasFailed) return 'failed'
    return isCancelled && records.some(({ state }) => state === 'cancelled') ? 'cancelled' : 'succeeded'
  }

  let advancing: Promise<void> | null = null
  let again = false

  const step = async (): Promise<void> => {
    do {
      again = false
      await dismiss()
    } while (again)
    if (isAbandoned) return
    for (const record of records) {
      if (record.state !== 'pending' || !mayBegin(record) || !isReady(record)) continue
      if (!slots.take(record.operation.hostId, record.operation.kind)) continue
      record.state = 'running'
      launch(record)
    }
    if (running === 0 && records.every(hasEnded)) finish(outcome())
    else if (running === 0) finish('failed')
  }

  /** One at a time: amending the journal takes a moment in which another operation may end. */
  const advance = (): void => {
    if (isAbandoned) {
      if (running === 0) finish('abandoned')
      return
    }
    if (advancing !== null) {
      again = true
      return
    }
    advancing = step()
      .catch((error: unknown) => {
        isAbandoned = true
        crash(error)
      })
      .finally(() => {
        advancing = null
        if (again) advance()
      })
  }

  advance()
  return {
    finished,
    cancel: () => {
      isCancelled = true
      isTroubled = true
      stopper.abort()
      advance()
    },
    abandon: () => {
      isAbandoned = true
      stopper.abort()
      undoStopper.abort()
      if (running === 0) finish('abandoned')
    },
  }
}

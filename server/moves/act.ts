// What every step is given, and how a step borrows from the operations of deployments what both do the same way.
import type { Operation } from '@/lib/contract/deployments'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import type { RegistryAccess } from '@/server/registries/types'
import type { Act, Performer, Progress } from '@/server/stacks/apply/context'
import { inspectContainer } from '@/server/stacks/apply/engine-answers'
import type { Inspect } from './inspect'
import { moveLabel } from './new-container'
import { namesIt } from './partners'
import { bundleOf, type MoveRecord, type StepRecord } from './types'

export type StepAct = {
  cluster: Cluster
  registries: RegistryAccess
  move: MoveRecord
  step: StepRecord
  /** The engine of the step's host. */
  engine: Engine
  signal: AbortSignal
  report(progress: Progress): void
}

/** Gives the words to leave beside the step, if any. */
export type StepPerformer = (act: StepAct) => Promise<string | undefined>

/** The same act as a deployment's operation. */
export const borrow = (
  performer: Performer,
  act: StepAct,
  kind: Operation['kind'],
  input: Record<string, unknown>,
): Promise<string | undefined> => {
  const { cluster, engine, step, signal, report } = act
  const { id, hostId, target } = step
  const borrowed: Act = {
    cluster,
    stack: '',
    deploymentId: act.move.id,
    revision: null,
    operation: { id, kind, hostId, target, service: null, why: '', after: [], input },
    engine,
    hostName: step.hostName,
    isResumed: step.isResumed,
    startedAt: new Date(step.startedAt ?? 0),
    signal,
    report,
  }
  return performer(borrowed)
}

/** Throws not_found: it was removed while it was being moved. `containerId`: the step's own unless another is named. */
export const inspectOriginal = async (
  act: StepAct,
  hostId: string,
  containerId = act.step.containerId,
): Promise<Inspect> => {
  const found = await inspectContainer(act.cluster.engine(hostId), containerId)
  if (found === undefined) {
    const name = act.move.containers.find(({ id }) => id === containerId)?.name ?? containerId.slice(0, 12)
    throw new AppError('not_found', `${name} is gone: somebody removed it while it was being moved.`)
  }
  return found as unknown as Inspect
}

/** The container that this move made, by the id it was given or by its name and label. */
export const findMade = async (act: StepAct, engine: Engine, name: string): Promise<Inspect | undefined> => {
  const known = act.move.containers.find(({ id }) => id === act.step.containerId)?.newId
  const found = (known && (await inspectContainer(engine, known))) || (await inspectContainer(engine, name))
  return found?.Config?.Labels?.[moveLabel] === act.move.id ? (found as unknown as Inspect) : undefined
}

/** The new id of one that goes as one with it, by whatever it is named. */
export const madeIdOf =
  ({ move, step }: StepAct) =>
  (ref: string): string | undefined => {
    const bundle = bundleOf(move, step.containerId)
    return move.containers.find((one) => bundle.has(one.id) && namesIt(ref, one))?.newId ?? undefined
  }

export const keepMade = (act: StepAct, newId: string): void => {
  const moved = act.move.containers.find(({ id }) => id === act.step.containerId)
  if (moved) moved.newId = newId
}

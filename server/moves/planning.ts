// Plans of moves from what the cluster shows now; taking a move back may lead to several hosts at once.

import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { MoveConsent, MovePlan } from '@/lib/contract/moves'
import type { StrategyName } from '@/lib/contract/placements'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import type { Stacks } from '@/server/stacks/types'
import { type MovePlanResult, planMove } from './plan'
import { readSubjects } from './read-subjects'
import type { PlanInput, Subject } from './subject'

/** Containers that go to one host together. */
export type MoveGroup = { host: string; containers: readonly Container[] }

export type PlanningDeps = {
  cluster: Cluster
  stacks: Pick<Stacks, 'services' | 'decision' | 'promised'>
  strategy: StrategyName
  /** What is on its way counts where it is going. */
  coming(): readonly Container[]
  /** What somebody else has a place for and no engine has made yet. */
  held(): readonly PlannedContainer[]
}

export const findTarget = (cluster: Cluster, ref: string): Host => {
  const found = cluster.host(ref)
  if (found !== undefined) return found
  throw new AppError('not_found', `There is no host ${ref}.`)
}

const joined = (plans: readonly MovePlan[]): MovePlan => {
  const [first] = plans
  if (first === undefined) throw new AppError('invalid_input', 'There is nothing to move.')
  return {
    hostId: first.hostId,
    hostName: plans.map(({ hostName }) => hostName).join(', '),
    containers: plans.flatMap(({ containers }) => containers),
    problems: plans.flatMap(({ problems }) => problems),
    notes: plans.flatMap(({ notes }) => notes),
    steps: plans.flatMap(({ steps }) => steps),
  }
}

/** All that a plan weighs but where it goes. */
export const groundOf = (
  { cluster, stacks, strategy, coming, held }: PlanningDeps,
  subjects: readonly Subject[],
  consents: readonly MoveConsent[],
): Omit<PlanInput, 'target'> => {
  const snapshot = cluster.snapshot()
  return {
    ...snapshot,
    containers: [...snapshot.containers, ...coming()],
    promised: [...stacks.promised(), ...held()],
    subjects,
    consents: new Set(consents),
    strategy,
  }
}

export const planGroups = async (
  deps: PlanningDeps,
  groups: readonly MoveGroup[],
  consents: readonly MoveConsent[],
): Promise<MovePlanResult> => {
  const { cluster } = deps
  const found = groups.map(({ host, containers }) => ({ target: findTarget(cluster, host), containers }))
  const subjects = await Promise.all(found.map(({ containers }) => readSubjects(deps, containers)))
  const results = found.map(({ target }, index) =>
    planMove({ ...groundOf(deps, subjects[index] ?? [], consents), target }),
  )
  return {
    plan: joined(results.map(({ plan }) => plan)),
    steps: results.flatMap(({ steps }) => steps),
    decisions: results.flatMap(({ decisions }) => decisions),
  }
}

// Desired state, put together: stores, planning and the deployer behind the interface the rest of the server uses.
import { randomUUID } from 'node:crypto'
import type { DeployRequest, Plan, Stack } from '@/lib/contract/stacks'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import type { Log } from '@/server/log'
import { newRecord } from './apply/record'
import { checkSource } from './check'
import { createDecisionStore } from './decision-store'
import { createDeployer } from './deployer'
import type { DeploymentKind, DeploymentOptions, DeploymentRow } from './deployment-rows'
import { createDeploymentStore } from './deployment-store'
import { stackContainers } from './existing'
import { composeLabel } from './labels'
import { createLedger } from './ledger'
import type { PlacementPolicy } from './placer'
import type { PlanResult } from './plan'
import { createPlanning } from './planning'
import { planRemoval } from './removal-plan'
import { revisionDetail } from './revision-detail'
import { type RevisionSource, sourceOf } from './revision-source'
import { createRevisionStore, scaleOf } from './revision-store'
import { revisionSummary } from './revision-summary'
import { stackView } from './stack-view'
import { watchStacks } from './stack-watch'
import type { Stacks, StacksEvent } from './types'

export type StacksDeps = {
  db: Database
  cluster: Cluster
  activity: Activity
  log: Log
  /** Default: the real time. */
  clock?: () => Date
  /** Strategy and overcommit as set for the whole cluster. */
  policy?: () => PlacementPolicy
}

/** How long the engines get to say what is there before an unfinished deployment goes on. */
const settleMs = 15_000

export const createStacks = (deps: StacksDeps): Stacks => {
  const { db, cluster, activity, log } = deps
  const now = deps.clock ?? (() => new Date())
  const revisions = createRevisionStore(db)
  const deployments = createDeploymentStore(db)
  const decisions = createDecisionStore(db)
  const ledger = createLedger({ revisions, deployments, log })
  const planning = createPlanning({ cluster, revisions, log, policy: deps.policy ?? (() => ({})) })
  const listeners = new Set<(event: StacksEvent) => void>()
  /** Stacks for which a request is being planned and written down. */
  const busy = new Set<string>()
  let stopWatching: () => void = () => undefined

  const emit = (event: StacksEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const containersOf = (name: string) => stackContainers(cluster.containersOf({ stack: name }), name)

  const viewOf = (name: string): Stack | null => {
    const entry = ledger.get(name)
    const containers = containersOf(name)
    if (entry === undefined && containers.length === 0) return null
    const live = deployer.of(name)
    const row = live?.row ?? entry?.newest ?? null
    const records = live?.records ?? []
    return stackView({
      name,
      flag: entry?.row.flag ?? unmanagedFlag(name),
      managed: entry !== undefined,
      revision: entry?.revision ?? null,
      deployedAt: entry?.deployedAt ?? null,
      deployedBy: entry?.deployedBy ?? null,
      services: entry?.services ?? null,
      containers,
      deployment:
        row === null
          ? null
          : {
              id: row.id,
              kind: row.kind as DeploymentKind,
              state: row.state as 'running',
              revision: row.revisionNumber,
              error: row.error,
              done: records.filter(({ state }) => state === 'done').length,
              total: records.length,
            },
    })
  }

  const announce = (name: string): void => {
    const stack = viewOf(name)
    emit(stack === null ? { type: 'stack-removed', name } : { type: 'stack', stack })
  }
  const refreshed = async (name: string): Promise<void> => {
    await ledger.refresh(name)
    announce(name)
  }

  const deployer = createDeployer({
    cluster,
    deployments,
    revisions,
    activity,
    log,
    now,
    events: {
      progress: ({ id, stack, state, error, operations }) =>
        emit({ type: 'deployment', id, stack, state, error, operations }),
      stackChanged: refreshed,
    },
  })

  /** One act on a stack at a time, from before its plan to the end of its last operation. */
  const exclusively = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const live = deployer.of(name)
    if (busy.has(name) || live !== undefined) {
      const fix = 'Wait until it has ended, or cancel it.'
      const details = { fix, ...(live === undefined ? {} : { deploymentId: live.row.id }) }
      throw new AppError('deployment_running', `A deployment of ${name} is under way.`, { details })
    }
    busy.add(name)
    try {
      return await act()
    } finally {
      busy.delete(name)
    }
  }

  const requireApplicable = ({ plan }: PlanResult): void => {
    const [first] = plan.problems
    if (first === undefined) return
    const more = plan.problems.length > 1 ? ` (and ${plan.problems.length - 1} more)` : ''
    const details = { problems: plan.problems, ...(first.fix ? { fix: first.fix } : {}) }
    throw new AppError('plan_blocked', `${first.message}${more}`, { details })
  }

  const newRow = (
    stackName: string,
    kind: DeploymentKind,
    revision: number | null,
    actor: string,
    options: Partial<DeploymentOptions> = {},
  ): DeploymentRow => ({
    id: randomUUID(),
    stackName,
    kind,
    revisionNumber: revision,
    state: 'running',
    options: JSON.stringify(options),
    startedBy: actor,
    startedAt: now(),
    finishedAt: null,
    error: null,
  })

  type Wanted = Pick<DeployRequest, 'removeOrphans' | 'pull'> & {
    source: RevisionSource
    revision: number
    scale: Record<string, number>
  }
  const planFor = (name: string, wanted: Wanted): Promise<PlanResult> =>
    planning.plan({ stack: name, ...wanted, promised: deployer.promised(name) })

  const newRevision = async (
    name: string,
    request: DeployRequest,
    pins: Record<string, string> = {},
  ): Promise<Wanted> => ({
    source: sourceOf(request, pins),
    revision: ((await revisions.newest(name)) ?? 0) + 1,
    removeOrphans: request.removeOrphans,
    pull: request.pull,
    scale: {},
  })

  const rollbackTo = async (name: string, number: number): Promise<Wanted> => {
    const { source, revision } = await revisions.read(name, number)
    const request = { ...source, note: '', removeOrphans: [], pull: 'missing' as const }
    return newRevision(name, request, revision.digests)
  }

  const scaledTo = async (name: string, service: string, replicas: number): Promise<Wanted> => {
    const entry = await revisions.stack(name)
    const revision = entry?.activeRevision ?? (entry === null ? null : await revisions.newest(name))
    if (entry === null || revision === null) throw new AppError('not_found', `Lotse has not deployed a stack ${name}.`)
    const { source } = await revisions.read(name, revision)
    const known = ledger.get(name)?.services
    if (known && !known.some((item) => item.name === service))
      throw new AppError('not_found', `The stack ${name} has no service ${service}.`)
    return { source, revision, scale: { ...scaleOf(entry), [service]: replicas }, removeOrphans: [], pull: 'missing' }
  }

  /** Writes down what will be done, whole, and only then begins. */
  const launch = async (
    name: string,
    kind: DeploymentKind,
    wanted: Wanted,
    planned: PlanResult,
    actor: string,
    note: string,
  ) => {
    const row = newRow(name, kind, wanted.revision, actor, kind === 'scale' ? { scale: wanted.scale } : {})
    const records = planned.plan.operations.map(newRecord)
    const before = (await revisions.stack(name))?.activeRevision ?? null
    const summary = kind === 'scale' ? '' : revisionSummary(planned.plan, before)
    const stack = await revisions.putStack(name, 'running', kind === 'scale' ? wanted.scale : null)
    await db.$transaction([
      stack(),
      ...(kind === 'scale'
        ? []
        : [
            revisions.insert({
              stackName: name,
              number: wanted.revision,
              source: wanted.source,
              summary,
              note,
              createdBy: actor,
            }),
          ]),
      ...deployments.insert(row, records),
      ...decisions.statements(name, planned.decisions),
    ])
    const deployment = deployer.begin(row, records, await deployer.revisionFor(row), planned.promised)
    await ledger.refresh(name)
    announce(name)
    return deployment
  }

  const removeStack = async (name: string, volumes: boolean, actor: string) => {
    if (viewOf(name) === null && (await revisions.stack(name)) === null) throw notFound(name)
    const records = planRemoval(cluster.snapshot(), name, volumes).map(newRecord)
    const row = newRow(name, 'remove', null, actor, { volumes })
    const stack = await revisions.putStack(name, 'removing', null)
    await db.$transaction([stack(), ...deployments.insert(row, records)])
    const deployment = deployer.begin(row, records, null, [])
    await ledger.refresh(name)
    announce(name)
    return deployment
  }

  return {
    start: async () => {
      warmUp()
      await cluster.settled(settleMs)
      await ledger.load()
      stopWatching = watchStacks(cluster, announce)
      await deployer.resumeAll()
    },
    stop: async () => {
      stopWatching()
      await deployer.stop()
    },
    list: async () => {
      const seen = cluster.snapshot().containers.flatMap(({ labels }) => labels[composeLabel.project] ?? [])
      const names = [...new Set([...ledger.names(), ...seen])].sort()
      return names.map(viewOf).filter((stack) => stack !== null)
    },
    get: async (name) => {
      const stack = viewOf(name)
      if (stack === null) throw notFound(name)
      return stack
    },
    check: (request, name) => checkSource(sourceOf(request), name),
    plan: async (name, request): Promise<Plan> => (await planFor(name, await newRevision(name, request))).plan,
    deploy: (name, request, actor) =>
      exclusively(name, async () => {
        const newest = await revisions.newest(name)
        if (request.baseRevision !== undefined && request.baseRevision !== newest) {
          const since = newest === null ? 'the stack was removed' : `revision ${newest} was deployed`
          const details = { fix: 'Look at what changed and deploy again.', newest }
          throw new AppError('stale_revision', `Since you began, ${since}.`, { details })
        }
        const wanted = await newRevision(name, request)
        const planned = await planFor(name, wanted)
        requireApplicable(planned)
        return launch(name, 'deploy', wanted, planned, actor, request.note)
      }),
    cancel: (id, actor) => deployer.cancel(id, actor),
    remove: (name, { volumes }, actor) => exclusively(name, () => removeStack(name, volumes, actor)),
    planRollback: async (name, revision) => (await planFor(name, await rollbackTo(name, revision))).plan,
    rollback: (name, revision, actor) =>
      exclusively(name, async () => {
        const wanted = await rollbackTo(name, revision)
        const planned = await planFor(name, wanted)
        requireApplicable(planned)
        return launch(name, 'rollback', wanted, planned, actor, `Back to revision ${revision}`)
      }),
    planScale: async (name, service, replicas) => (await planFor(name, await scaledTo(name, service, replicas))).plan,
    scale: (name, service, replicas, actor) =>
      exclusively(name, async () => {
        const wanted = await scaledTo(name, service, replicas)
        const planned = await planFor(name, wanted)
        requireApplicable(planned)
        return launch(name, 'scale', wanted, planned, actor, '')
      }),
    revisions: (name) => revisions.list(name),
    revision: async (name, number) => revisionDetail(await revisions.read(name, number), name),
    deployments: (name, limit = 20) => deployer.list(name, limit),
    deployment: (id) => deployer.find(id),
    decision: (stack, service, number) => decisions.find(stack, service, number),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The first file ever loaded pays for the schema; better the start than somebody's first deploy. */
const warmUp = (): void => {
  const compose = { path: 'compose.yaml', content: 'services: {a: {image: a}}' }
  checkSource({ files: [compose], variables: {}, profiles: [], pins: {} }, 'warm')
}

const notFound = (name: string) => new AppError('not_found', `There is no stack ${name}.`)

/** The same each time, without a row to keep it in. */
const unmanagedFlag = (name: string): number =>
  ([...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7) % 10) + 1

// Desired state, put together: stores, planning and the deployer behind the interface the rest of the server uses.
import type { Container } from '@/lib/contract/containers'
import type { Deployment } from '@/lib/contract/deployments'
import type { Plan } from '@/lib/contract/plan'
import type { Stack } from '@/lib/contract/stacks'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import type { Log } from '@/server/log'
import type { RegistryAccess } from '@/server/registries/types'
import { checkSource } from './check'
import { createDecisionStore } from './decision-store'
import { createDeployer, type DeployerDeps } from './deployer'
import type { DeploymentKind } from './deployment-rows'
import { createDeploymentStore } from './deployment-store'
import { desiredServices } from './desired'
import { endpoints } from './endpoints'
import { stackContainers } from './existing'
import { createForeignReader } from './foreign/read-foreign'
import { reconstruct } from './foreign/reconstruct'
import { composeLabel } from './labels'
import { createLaunch, type Launch } from './launch'
import { createLedger } from './ledger'
import { createOccupancy } from './occupancy'
import type { PlacementPolicy } from './placer'
import type { PlanResult } from './plan'
import type { PlannedContainer } from './plan-input'
import { createPlanning } from './planning'
import { previewRemoval } from './removal-preview'
import { revisionDetail } from './revision-detail'
import { loadSource, sourceOf } from './revision-source'
import { createRevisionStore } from './revision-store'
import { stackView } from './stack-view'
import { watchStacks } from './stack-watch'
import { createTurns } from './turns'
import type { Stacks, StacksEvent } from './types'
import { createWanted, type Wanted } from './wanted'

export type StacksDeps = {
  db: Database
  cluster: Cluster
  activity: Activity
  registries: RegistryAccess
  log: Log
  /** Default: the real time. */
  clock?: () => Date
  /** Strategy and overcommit as set for the whole cluster. */
  policy?: () => PlacementPolicy
  /** Containers on their way to a host: they count there already. */
  coming?: () => readonly Container[]
  /** What somebody else has a place for and no engine has made yet. */
  held?: () => readonly PlannedContainer[]
  /** For tests. */
  performers?: DeployerDeps['performers'] | undefined
}

/** How long the engines get to say what is there before an unfinished deployment goes on. */
const settleMs = 15_000

export const createStacks = (deps: StacksDeps): Stacks => {
  const { db, cluster, activity, registries, log } = deps
  const now = deps.clock ?? (() => new Date())
  const revisions = createRevisionStore(db)
  const deployments = createDeploymentStore(db)
  const decisions = createDecisionStore(db)
  const ledger = createLedger({ revisions, deployments, log })
  const readForeign = createForeignReader({ cluster, log })
  const planning = createPlanning({
    cluster,
    registries,
    revisions,
    readForeign,
    log,
    policy: deps.policy ?? (() => ({})),
    coming: deps.coming ?? (() => []),
  })
  const listeners = new Set<(event: StacksEvent) => void>()
  const busy = createOccupancy((name) => deployer.idOf(name))
  const inTurn = createTurns()
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
    registries,
    deployments,
    revisions,
    activity,
    log,
    now,
    performers: deps.performers,
    events: {
      progress: ({ id, stack, state, error, operations }) =>
        emit({ type: 'deployment', id, stack, state, error, operations }),
      stackChanged: refreshed,
    },
  })

  const { newRevision, rollbackTo, renewed, scaledTo } = createWanted({ revisions, ledger })
  const { launch, launchRemoval } = createLaunch({
    db,
    cluster,
    revisions,
    deployments,
    decisions,
    deployer,
    now,
    changed: refreshed,
  })

  const requireApplicable = ({ plan }: PlanResult): void => {
    const [first] = plan.problems
    if (first === undefined) return
    const more = plan.problems.length > 1 ? ` (and ${plan.problems.length - 1} more)` : ''
    const details = { problems: plan.problems, ...(first.fix ? { fix: first.fix } : {}) }
    throw new AppError('plan_blocked', `${first.message}${more}`, { details })
  }

  const planFor = (name: string, wanted: Wanted): Promise<PlanResult> =>
    planning.plan({ stack: name, ...wanted, promised: [...deployer.promised(name), ...(deps.held?.() ?? [])] })

  const planned = (name: string, act: Omit<Launch, 'planned'>): Promise<Deployment> =>
    inTurn(
      () => planFor(name, act.wanted),
      async (plan) => {
        requireApplicable(plan)
        return launch(name, { ...act, planned: plan })
      },
    )

  return {
    claim: () => deployer.claimAll(),
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
    reconstruct: async (name) => {
      const containers = containersOf(name)
      if (ledger.get(name) !== undefined)
        throw new AppError('conflict', `Lotse deployed ${name} itself: its files are those of its newest revision.`)
      if (containers.length === 0) throw notFound(name)
      const inspected = await readForeign(containers)
      if (inspected.size === 0)
        throw new AppError('host_unreachable', `No host of ${name} answers, so its settings cannot be read.`)
      return reconstruct(name, containers, inspected, cluster.snapshot())
    },
    plan: async (name, request): Promise<Plan> => (await planFor(name, await newRevision(name, request))).plan,
    deploy: (name, request, actor) =>
      busy.during(name, async () => {
        const newest = await revisions.newest(name)
        if (request.baseRevision !== undefined && request.baseRevision !== newest) {
          const since = newest === null ? 'the stack was removed' : `revision ${newest} was deployed`
          const details = { fix: 'Look at what changed and deploy again.', newest }
          throw new AppError('stale_revision', `Since you began, ${since}.`, { details })
        }
        const wanted = await newRevision(name, request)
        return planned(name, { kind: 'deploy', wanted, actor, note: request.note })
      }),
    cancel: (id, actor) => deployer.cancel(id, actor),
    remove: (name, { volumes }, actor) =>
      busy.during(name, async () => {
        if (viewOf(name) === null && (await revisions.stack(name)) === null) throw notFound(name)
        return launchRemoval(name, volumes, actor)
      }),
    planRemoval: async (name, { volumes }) => {
      const newest = await revisions.newest(name)
      if (viewOf(name) === null && newest === null) throw notFound(name)
      return previewRemoval(cluster.snapshot(), name, volumes, newest ?? 0)
    },
    planRollback: async (name, revision) => (await planFor(name, await rollbackTo(name, revision))).plan,
    rollback: (name, revision, actor) =>
      busy.during(name, async () => {
        const wanted = await rollbackTo(name, revision)
        return planned(name, { kind: 'rollback', wanted, actor, note: `Back to revision ${revision}` })
      }),
    planUpdate: async (name) => (await planFor(name, await renewed(name))).plan,
    update: (name, actor) =>
      busy.during(name, async () => {
        const wanted = await renewed(name)
        return planned(name, { kind: 'deploy', wanted, actor, note: 'Newer images' })
      }),
    planScale: async (name, service, replicas) => (await planFor(name, await scaledTo(name, service, replicas))).plan,
    scale: (name, service, replicas, actor) =>
      busy.during(name, async () => {
        const wanted = await scaledTo(name, service, replicas)
        return planned(name, { kind: 'scale', wanted, actor, note: '' })
      }),
    revisions: (name) => revisions.list(name),
    revision: async (name, number) => revisionDetail(await revisions.read(name, number), name),
    deployments: (name, limit = 20) => deployer.list(name, limit),
    deployment: (id) => deployer.find(id),
    decision: (stack, service, number) => decisions.find(stack, service, number),
    services: async (name, number) => {
      const found = await revisions.read(name, number).catch(() => null)
      const model = found === null ? null : loadSource(found.source, name).model
      if (found === null || model === null) return []
      const options = { files: found.source.files, scale: {}, pins: {} }
      return desiredServices(model, options).map(({ name: own, mode, files, service }) => {
        const joined = endpoints(model, service)
        return {
          name: own,
          isGlobal: mode === 'global',
          filePaths: files.map(({ path }) => path),
          fixedNetworks: joined.flatMap(({ network, config: { IPAMConfig: addresses } }) =>
            addresses?.IPv4Address || addresses?.IPv6Address ? [network] : [],
          ),
          macs: Object.fromEntries(
            joined.flatMap(({ network, config: { MacAddress } }) => (MacAddress ? [[network, MacAddress]] : [])),
          ),
        }
      })
    },
    hold: (names, details) => busy.hold(names, details),
    decided: async (name, made) => {
      await db.$transaction(decisions.statements(name, made))
    },
    inTurn,
    promised: () => deployer.promised(),
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

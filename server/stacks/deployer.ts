// Carries deployments through: begins them, follows them, closes them, and takes up after a kill or a failing disk
// what the journal says is unfinished.
import type { Deployment } from '@/lib/contract/deployments'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { RegistryAccess } from '@/server/registries/types'
import type { DeployedRevision } from './apply/context'
import { type Loop, type LoopInput, type LoopOutcome, runLoop } from './apply/loop'
import { performersWith } from './apply/perform'
import { hasEnded, type OperationRecord } from './apply/record'
import { caughtUp } from './caught-up'
import { type DeploymentRow, deploymentOf, deploymentOptions, resumable } from './deployment-rows'
import type { DeploymentStore, StoredDeployment } from './deployment-store'
import { desiredServices } from './desired'
import { deployedDigests } from './digests'
import { hostsReady } from './hosts-ready'
import { outcomeError } from './outcome'
import type { PlannedContainer } from './plan-input'
import { createProgressFeed, type ProgressFeed } from './progress-feed'
import { promisedBy } from './promised'
import { composeFilesOf, requireModel } from './revision-source'
import { type RevisionStore, scaleOf } from './revision-store'

export type UnderWay = {
  row: DeploymentRow
  records: OperationRecord[]
  revision: DeployedRevision | null
  promised: readonly PlannedContainer[]
  loop: Loop | null
  /** Its outcome is known and being written down: it cannot be cancelled any more. */
  isClosing: boolean
  feed: ProgressFeed
}

export type DeployerEvents = {
  progress(deployment: Deployment): void
  /** The stack's row or its newest deployment changed, or the stack is gone. */
  stackChanged(name: string): Promise<void>
}

export type DeployerDeps = {
  cluster: Cluster
  registries: RegistryAccess
  deployments: DeploymentStore
  revisions: RevisionStore
  activity: Activity
  log: Log
  now: () => Date
  events: DeployerEvents
  /** For tests. */
  performers?: LoopInput['performers'] | undefined
}

const finishedKept = 50
const retryMs = 3_000
const hostPatienceMs = 30_000

export type Deployer = ReturnType<typeof createDeployer>

export const createDeployer = (deps: DeployerDeps) => {
  const { cluster, deployments, revisions, log, now, events } = deps
  const performers = deps.performers ?? performersWith(deps.registries)
  const underWay = new Map<string, UnderWay>()
  const finished = new Map<string, Deployment>()
  /** Stack → its deployment in the journal that is not gone on with yet. */
  const claimed = new Map<string, string>()
  const retries = new Set<NodeJS.Timeout>()
  let isStopped = false
  const hostName = (id: string) => cluster.host(id)?.name ?? id
  const shapeOf = ({ row, records }: StoredDeployment) => deploymentOf(row, records, hostName)

  const revisionFor = async (row: DeploymentRow): Promise<DeployedRevision | null> => {
    if (row.revisionNumber === null || row.kind === 'remove') return null
    const { source } = await revisions.read(row.stackName, row.revisionNumber)
    const { model } = requireModel(source, row.stackName)
    const stack = row.kind === 'scale' ? await revisions.stack(row.stackName) : null
    const scale = stack === null ? {} : scaleOf(stack)
    const services = desiredServices(model, { files: source.files, scale, pins: source.pins })
    const byName = new Map(services.map((desired) => [desired.name, desired]))
    return { number: row.revisionNumber, model, composeFiles: composeFilesOf(source), services: byName }
  }

  const closeRevision = async (entry: UnderWay, outcome: LoopOutcome): Promise<void> => {
    const { row, revision } = entry
    if (row.kind === 'remove') {
      if (outcome === 'succeeded') await revisions.deleteStack(row.stackName)
      return
    }
    const number = row.revisionNumber
    if (number === null || row.kind === 'scale') return
    const state = outcome === 'succeeded' ? 'active' : outcome === 'cancelled' ? 'cancelled' : 'failed'
    const isActive = outcome === 'succeeded' && revision !== null
    const digests = isActive ? deployedDigests(cluster, revision.services.values()) : {}
    await revisions.finish(row.stackName, number, state, row.error, digests)
    if (outcome === 'succeeded') await revisions.setActive(row.stackName, number)
  }

  const close = async (entry: UnderWay, outcome: LoopOutcome): Promise<void> => {
    const { row } = entry
    entry.isClosing = true
    await caughtUp(cluster, row.id, entry.records)
    row.error = outcomeError(row, entry.records, outcome, hostName)
    row.finishedAt = now()
    row.state = outcome === 'succeeded' ? 'succeeded' : outcome === 'cancelled' ? 'cancelled' : 'failed'
    const isRemoved = row.kind === 'remove' && outcome === 'succeeded'
    // The deployment comes last: killed in between, it is taken up again, finds nothing left to do, and ends the same way.
    await closeRevision(entry, outcome)
    if (!isRemoved) await deployments.finish(row)
    remember(shapeOf(entry))
    underWay.delete(row.id)
    await events.stackChanged(row.stackName)
    entry.feed.flush()
    entry.feed.stop()
    await deps.activity.record({
      actor: row.startedBy,
      action: `stack.${row.kind}`,
      target: row.stackName,
      result: outcome === 'succeeded' ? 'ok' : 'failed',
      message: row.error ?? activityMessage(row),
      durationMs: row.finishedAt.getTime() - row.startedAt.getTime(),
      details: { deploymentId: row.id, revision: row.revisionNumber },
    })
  }

  const remember = (deployment: Deployment): void => {
    finished.set(deployment.id, deployment)
    if (finished.size > finishedKept) finished.delete(finished.keys().next().value ?? '')
  }

  const follow = async (entry: UnderWay, ready: Promise<void> | undefined): Promise<void> => {
    const { row, records, revision } = entry
    try {
      await ready
      if (isStopped) return
      entry.loop = runLoop({
        context: { cluster, stack: row.stackName, deploymentId: row.id, revision },
        records,
        journal: deployments.journal(row.id),
        performers,
        now,
        onProgress: entry.feed.changed,
        isCancelled: row.state === 'cancelling',
        keepsGoing: row.kind === 'remove',
      })
      const outcome = await entry.loop.finished
      if (outcome !== 'abandoned') await close(entry, outcome)
    } catch (error) {
      log.error(
        { err: error, deployment: row.id, stack: row.stackName },
        'a deployment cannot be written down; it is taken up again',
      )
      entry.row.error = `Waiting to go on: ${messageOf(error)}`
      entry.feed.flush()
      retryLater(row.id)
    }
  }

  /** The journal is the truth: once it can be read again, everything else is taken from there. */
  const retryLater = (id: string): void => {
    if (isStopped) return
    const timer = setTimeout(() => {
      retries.delete(timer)
      deployments
        .find(id)
        .then((found) => {
          underWay.get(id)?.feed.stop()
          if (found === null) underWay.delete(id)
          else return resume(found)
        })
        .catch((error: unknown) => {
          log.warn({ err: error, deployment: id }, 'the journal cannot be read yet')
          retryLater(id)
        })
    }, retryMs)
    retries.add(timer)
  }

  const begin = (
    row: DeploymentRow,
    records: OperationRecord[],
    revision: DeployedRevision | null,
    promised: readonly PlannedContainer[],
    ready?: Promise<void>,
  ): UnderWay => {
    const feed = createProgressFeed((changed) => events.progress(deploymentOf(row, changed, hostName)))
    const entry: UnderWay = { row, records, revision, promised, loop: null, isClosing: false, feed }
    underWay.set(row.id, entry)
    for (const record of records) feed.changed(record)
    void follow(entry, ready)
    return entry
  }

  const resume = async ({ row, records }: StoredDeployment): Promise<void> => {
    if (isStopped) return
    const revision = await revisionFor(row).catch((error: unknown) => {
      log.error({ err: error, deployment: row.id }, 'the revision of an unfinished deployment cannot be read')
      return null
    })
    const hostIds = records.filter((record) => !hasEnded(record)).map(({ operation }) => operation.hostId)
    const promised = promisedBy(row.stackName, records, revision)
    begin(row, records.map(resumable), revision, promised, hostsReady(cluster, [...new Set(hostIds)], hostPatienceMs))
    log.info({ deployment: row.id, stack: row.stackName }, 'going on with an unfinished deployment')
  }

  return {
    begin: (
      row: DeploymentRow,
      records: OperationRecord[],
      revision: DeployedRevision | null,
      promised: readonly PlannedContainer[],
    ): Deployment => shapeOf(begin(row, records, revision, promised)),
    revisionFor,
    /** What is unfinished keeps others away from now on; it goes on only when the hosts are known. */
    claimAll: async (): Promise<void> => {
      for (const { id, stackName } of await deployments.open()) claimed.set(stackName, id)
    },
    resumeAll: async (): Promise<void> => {
      for (const found of await deployments.unfinished()) await resume(found)
      claimed.clear()
    },
    of: (stack: string): UnderWay | undefined => [...underWay.values()].find(({ row }) => row.stackName === stack),
    idOf: (stack: string): string | undefined =>
      [...underWay.values()].find(({ row }) => row.stackName === stack)?.row.id ?? claimed.get(stack),
    promised: (except?: string): PlannedContainer[] =>
      [...underWay.values()].flatMap(({ row, promised }) => (row.stackName === except ? [] : promised)),
    find: async (id: string): Promise<Deployment> => {
      const live = underWay.get(id)
      if (live !== undefined) return shapeOf(live)
      const stored = await deployments.find(id)
      if (stored !== null) return shapeOf(stored)
      const known = finished.get(id)
      if (known !== undefined) return known
      throw new AppError('not_found', `There is no deployment ${id}.`)
    },
    list: async (stack: string, limit: number): Promise<Deployment[]> =>
      (await deployments.ofStack(stack, limit)).map((stored) => shapeOf(underWay.get(stored.row.id) ?? stored)),
    cancel: async (id: string, actor: string): Promise<Deployment> => {
      const entry = underWay.get(id)
      const ended = () => new AppError('conflict', 'This deployment has ended already.')
      if (entry === undefined || entry.isClosing) throw ended()
      await deployments.setCancelling(id)
      if (entry.isClosing) throw ended()
      entry.row.state = 'cancelling'
      entry.loop?.cancel()
      entry.feed.flush()
      await deps.activity.record({
        actor,
        action: 'stack.cancel',
        target: entry.row.stackName,
        result: 'ok',
        message: `the deployment of ${entry.row.stackName} was cancelled`,
        details: { deploymentId: id },
      })
      return shapeOf(entry)
    },
    stop: async (): Promise<void> => {
      isStopped = true
      for (const timer of retries) clearTimeout(timer)
      for (const entry of underWay.values()) {
        entry.loop?.abandon()
        entry.feed.stop()
      }
      await Promise.allSettled([...underWay.values()].map(({ loop }) => loop?.finished))
    },
  }
}

const activityMessage = (row: DeploymentRow): string => {
  if (row.kind === 'remove')
    return `${row.stackName} was removed${deploymentOptions.parse(JSON.parse(row.options)).volumes ? ' with its volumes' : ''}`
  if (row.kind === 'scale') return `${row.stackName} was scaled`
  return `${row.stackName} runs revision ${row.revisionNumber}`
}

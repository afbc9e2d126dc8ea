// The first moment of every act on a stack: all that will be done is written down in one stroke, and only then begun.
import { randomUUID } from 'node:crypto'
import type { Deployment } from '@/lib/contract/deployments'
import type { Cluster } from '@/server/cluster/types'
import type { Database } from '@/server/db/client'
import { newRecord } from './apply/record'
import type { DecisionStore } from './decision-store'
import type { Deployer } from './deployer'
import type { DeploymentKind, DeploymentOptions, DeploymentRow } from './deployment-rows'
import type { DeploymentStore } from './deployment-store'
import type { PlanResult } from './plan'
import { planRemoval } from './removal-plan'
import type { RevisionStore } from './revision-store'
import { revisionSummary } from './revision-summary'
import type { Wanted } from './wanted'

export type LaunchDeps = {
  db: Database
  cluster: Cluster
  revisions: RevisionStore
  deployments: DeploymentStore
  decisions: DecisionStore
  deployer: Deployer
  now: () => Date
  /** The stack's rows are other ones now. */
  changed: (stack: string) => Promise<void>
}

export type Launch = {
  kind: DeploymentKind
  wanted: Wanted
  planned: PlanResult
  actor: string
  note: string
}

export const createLaunch = (deps: LaunchDeps) => {
  const { db, cluster, revisions, deployments, decisions, deployer, now, changed } = deps

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

  const launch = async (name: string, { kind, wanted, planned, actor, note }: Launch): Promise<Deployment> => {
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
    await changed(name)
    return deployment
  }

  const launchRemoval = async (name: string, volumes: boolean, actor: string): Promise<Deployment> => {
    const records = planRemoval(cluster.snapshot(), name, volumes).map(newRecord)
    const row = newRow(name, 'remove', null, actor, { volumes })
    const stack = await revisions.putStack(name, 'removing', null)
    await db.$transaction([stack(), ...deployments.insert(row, records)])
    const deployment = deployer.begin(row, records, null, [])
    await changed(name)
    return deployment
  }

  return { launch, launchRemoval }
}

// What the rest of the server may ask of stacks: list, plan, deploy and what follows from a deploy.
// Every act answers as soon as it is written down; its progress comes through `subscribe`.

import type { Deployment } from '@/lib/contract/deployments'
import type { Explanation } from '@/lib/contract/placements'
import type { Plan } from '@/lib/contract/plan'
import type { CheckResult, DeployRequest, Revision, RevisionDetail, SourceFile, Stack } from '@/lib/contract/stacks'
import type { StackHolder } from './occupancy'
import type { PlannedContainer } from './plan-input'
import type { InTurn } from './turns'

export type StacksEvent =
  | { type: 'stack'; stack: Stack }
  | { type: 'stack-removed'; name: string }
  /** `operations` holds only those that changed since the last event of this deployment. */
  | {
      type: 'deployment'
      id: string
      stack: string
      state: Deployment['state']
      error: string | null
      operations: Deployment['operations']
    }

/** What only the files say of a service's containers. */
export type ServiceFacts = {
  name: string
  /** One on each host. */
  isGlobal: boolean
  /** Files that were put into its containers when they were made: configs, secrets, uploaded ones. */
  filePaths: string[]
  /** Networks on which it has an address of its own choice. */
  fixedNetworks: string[]
  /** Hardware addresses of its own choice, by network. */
  macs: Record<string, string>
}

export type MovedDecision = { service: string; number: number; hostId: string; explanation: Explanation }

export interface Stacks {
  /** What a killed server left unfinished keeps other acts off its stacks from now on. Before anybody can act. */
  claim(): Promise<void>
  /** Goes on with it, then follows the cluster. */
  start(): Promise<void>
  /** Stops following. A deployment in progress stays in the journal and goes on at the next start. */
  stop(): Promise<void>

  list(): Promise<Stack[]>
  /** Throws not_found. */
  get(name: string): Promise<Stack>

  /** The loader alone, for the editor. Never throws for what stands in the files. */
  check(request: DeployRequest, name?: string): CheckResult
  /**
   * The files that make a stack which somebody else deployed, read off its containers, secrets included. Throws not_found,
   * conflict when Lotse deployed it itself, host_unreachable when no engine can speak for it.
   */
  reconstruct(name: string): Promise<SourceFile[]>
  /** What a deploy would do. Throws invalid_compose with positioned diagnostics when the files make no model. */
  plan(name: string, request: DeployRequest): Promise<Plan>
  /** Throws invalid_compose, plan_blocked (details.problems), stale_revision, deployment_running. */
  deploy(name: string, request: DeployRequest, actor: string): Promise<Deployment>
  cancel(deploymentId: string, actor: string): Promise<Deployment>
  /** Resolves once the removal is under way; named volumes stay unless `volumes`. */
  remove(name: string, options: { volumes: boolean }, actor: string): Promise<Deployment>
  /** Throws not_found. */
  planRemoval(name: string, options: { volumes: boolean }): Promise<Plan>
  planRollback(name: string, revision: number): Promise<Plan>
  rollback(name: string, revision: number, actor: string): Promise<Deployment>
  /** The files that run, deployed again with what their tags have become. Throws not_found, and what a deploy throws. */
  planUpdate(name: string): Promise<Plan>
  update(name: string, actor: string): Promise<Deployment>
  planScale(name: string, service: string, replicas: number): Promise<Plan>
  scale(name: string, service: string, replicas: number, actor: string): Promise<Deployment>

  /** Newest first. */
  revisions(name: string): Promise<Revision[]>
  revision(name: string, number: number): Promise<RevisionDetail>
  /** Newest first. */
  deployments(name: string, limit?: number): Promise<Deployment[]>
  deployment(id: string): Promise<Deployment>
  /** Why a container is where it is, when Lotse decided it. */
  decision(stack: string, service: string, number: number): Promise<Explanation | null>

  /** Of one revision; empty when it is not known here. */
  services(stack: string, revision: number): Promise<ServiceFacts[]>
  /** Keeps deploys away from these stacks until what it gives is called. `details` go with their refusal.
   * Throws deployment_running. */
  hold(stacks: readonly string[], details: StackHolder): () => void
  /** Keeps why containers are where others than a deploy have put them. */
  decided(stack: string, decisions: readonly MovedDecision[]): Promise<void>

  /** For who also places containers: no two plans are made from the same state. */
  inTurn: InTurn
  /** What deployments under way are about to make. */
  promised(): readonly PlannedContainer[]

  subscribe(listener: (event: StacksEvent) => void): () => void
}

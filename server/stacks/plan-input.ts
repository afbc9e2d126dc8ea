// All a plan is made from. The same input gives the same plan.

import type { Diagnostic } from '@/lib/contract/common'
import type { DeployRequest, SourceFile, VariableUse } from '@/lib/contract/stacks'
import type { ClusterSnapshot } from '@/server/cluster/types'
import type { ComposeModel } from '@/server/compose/model'
import type { PlacementContainer } from '@/server/scheduler/types'
import type { Inspected } from './foreign/types'
import type { PlacementPolicy } from './placer'
import type { ServiceSpec } from './service-spec'

/** A container that will be on a host soon. */
export type PlannedContainer = { hostId: string; container: PlacementContainer }

export type PlanInput = {
  stack: string
  /** The one a deploy of this plan would make, or the one that is scaled. */
  revision: number
  model: ComposeModel
  files: readonly SourceFile[]
  diagnostics: readonly Diagnostic[]
  variables: readonly VariableUse[]
  snapshot: ClusterSnapshot
  removeOrphans: readonly string[]
  pull: DeployRequest['pull']
  scale: Readonly<Record<string, number>>
  pins: Readonly<Record<string, string>>
  /** The spec of a service in an earlier revision, when that is still known. */
  previousSpec: (revision: number, service: string) => ServiceSpec | null
  /** Image reference → what the registry says it is now. */
  wantedDigests: Readonly<Record<string, string>>
  /** Container id → what its engine says, of those that Lotse did not make. */
  inspected: ReadonlyMap<string, Inspected>
  /** Where built images are kept, and which of them are there already; null: they are streamed from host to host. */
  builds: { prefix: string; present: readonly string[] } | null
  policy: PlacementPolicy
  /** Containers that other deployments under way are about to make. */
  promised: readonly PlannedContainer[]
}

// What every performer of an operation is given.
import type { Operation } from '@/lib/contract/deployments'
import type { Cluster } from '@/server/cluster/types'
import type { ComposeModel } from '@/server/compose/model'
import type { Engine } from '@/server/docker/engine'
import type { DesiredService } from '../desired'

/** The revision a deployment brings about; a removal has none. */
export type DeployedRevision = {
  number: number
  model: ComposeModel
  composeFiles: readonly string[]
  services: ReadonlyMap<string, DesiredService>
}

export type DeploymentContext = {
  cluster: Cluster
  stack: string
  deploymentId: string
  revision: DeployedRevision | null
}

export type Progress = { detail: string; fraction?: number | null }

export type Act = DeploymentContext & {
  operation: Operation
  engine: Engine
  hostName: string
  /** It may have happened already: the server was killed while it ran. */
  isResumed: boolean
  /** When it was written down as begun, also before a kill. */
  startedAt: Date
  /** Ends waits and transfers; short acts are carried through. */
  signal: AbortSignal
  report(progress: Progress): void
}

/** Gives the words to leave beside the operation, if any. */
export type Performer = (act: Act) => Promise<string | undefined>

// What a container's body depends on beyond its service.
import type { ComposeModel } from '@/server/compose/model'

export type ContainerContext = {
  model: ComposeModel
  deploymentId: string
  revision: number
  number: number
  image: string
  composeFiles: readonly string[]
  /** Service → container whose namespaces or volumes are shared. */
  peers: Readonly<Record<string, string>>
  /** Target → volume name, of the container that is replaced. */
  anonymousVolumes: Readonly<Record<string, string>>
}

// Which function does which kind of operation.
import type { OperationKind } from '@/lib/contract/deployments'
import type { RegistryAccess } from '@/server/registries/types'
import type { Performer } from './context'
import { performPush } from './perform-built'
import { createContainer } from './perform-create'
import { performBuild, performCopy, performPull } from './perform-image'
import { removeContainer, renameContainer, startContainer, stopContainer } from './perform-lifecycle'
import { createNetwork, createVolume, removeNetwork, removeVolume } from './perform-network'
import { waitContainer } from './perform-wait'

export const performersWith = (registries: RegistryAccess): Record<OperationKind, Performer> => ({
  'pull-image': performPull(registries),
  'build-image': performBuild(registries),
  'push-image': performPush(registries),
  'copy-image': performCopy,
  'create-network': createNetwork,
  'remove-network': removeNetwork,
  'create-volume': createVolume,
  'remove-volume': removeVolume,
  'create-container': createContainer,
  'start-container': startContainer,
  'wait-container': waitContainer,
  'stop-container': stopContainer,
  'rename-container': renameContainer,
  'remove-container': removeContainer,
})

// What the routes work with: the rest of the server by its interfaces, so that tests can bring their own.
import type { StrategyName } from '@/lib/contract/placements'
import type { PreferenceStore } from '@/server/auth/preferences'
import type { Cluster } from '@/server/cluster/types'
import type { DeathStore } from '@/server/deaths/death-store'
import type { KeptDeaths } from '@/server/deaths/keep-deaths'
import type { DockerAccessDesk } from '@/server/docker-access/docker-access'
import type { DownloadSizes } from '@/server/image-sizes/download-sizes'
import type { Moves } from '@/server/moves/types'
import type { Networks } from '@/server/networks/types'
import type { RescheduleNeeds } from '@/server/overview/reschedule-needs'
import type { Registries } from '@/server/registries/types'
import type { Stacks } from '@/server/stacks/types'
import type { Updates } from '@/server/updates/updates'
import type { ServeParts } from './serve-endpoint'
import type { Terminals } from './terminals/types'

export type ApiParts = ServeParts & {
  cluster: Cluster
  networks: Networks
  preferenceStore: PreferenceStore
  deathStore: DeathStore
  beforeRemoval: KeptDeaths['beforeRemoval']
  registries: Registries
  dockerAccess: Omit<DockerAccessDesk, 'access'>
  stacks: Stacks
  moves: Moves
  terminals: Terminals
  updates: Updates
  downloadSizes: DownloadSizes
  /** Null: containers are not rescheduled here. */
  rescheduling(): RescheduleNeeds | null
  strategy: StrategyName
  /** Another one after each start: tells clients that what they hold may be from another life. */
  epoch: string
  clock(): Date
}

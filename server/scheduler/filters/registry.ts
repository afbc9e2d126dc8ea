// All filters by name, in the order in which they are applied. A new one is added here and in `filterNames`.
import type { Filter } from '../filter'
import type { FilterName } from '../types'
import { affinity } from './affinity'
import { availability } from './availability'
import { constraint } from './constraint'
import { containerslots } from './containerslots'
import { dependency } from './dependency'
import { health } from './health'
import { host } from './host'
import { maxreplicas } from './maxreplicas'
import { placement } from './placement'
import { platform } from './platform'
import { port } from './port'
import { volume } from './volume'
import { whitelist } from './whitelist'

export const filters: Readonly<Record<FilterName, Filter<unknown>>> = {
  health,
  availability,
  platform,
  port,
  containerslots,
  dependency,
  affinity,
  constraint,
  whitelist,
  placement,
  maxreplicas,
  host,
  volume,
}

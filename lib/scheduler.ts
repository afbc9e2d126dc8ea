// The one door by which the browser reaches the scheduler: it is pure, so previews and what-ifs run where the mouse is
// and give the very answer that the server would.
export { explain, type Inquiry, inquire } from '@/server/scheduler/explain'
export { placementHost, placementHosts, stateFromInventory } from '@/server/scheduler/from-contract'
export { placedContainer } from '@/server/scheduler/placed-container'
export { rank, schedule } from '@/server/scheduler/schedule'
export { type PlacementState, recordOf } from '@/server/scheduler/state'
export {
  addContainer,
  createPlacementState,
  putHost,
  removeContainer,
  removeHost,
} from '@/server/scheduler/state-changes'
export type {
  Decision,
  PlacementContainer,
  PlacementHost,
  PlacementOptions,
  PlacementRequest,
  Ranking,
} from '@/server/scheduler/types'

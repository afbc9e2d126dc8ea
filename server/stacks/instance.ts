// One container of the plan while it is being made.
import type { Container } from '@/lib/contract/containers'
import type { Explanation } from '@/lib/contract/placements'
import type { Change, PlanContainer } from '@/lib/contract/plan'
import type { DesiredService } from './desired'

export type Instance = {
  /** Null: the container goes. */
  desired: DesiredService | null
  service: string
  number: number
  name: string
  existing: Container | null
  action: PlanContainer['action']
  hostId: string | null
  changes: Change[]
  reason: string
  explanation: Explanation | null
}

export const isMoved = (instance: Instance): boolean =>
  instance.existing !== null && instance.hostId !== null && instance.hostId !== instance.existing.hostId

export const needsPlace = (instance: Instance): boolean =>
  instance.hostId === null && (instance.action === 'create' || instance.action === 'recreate')

/** Something the engines will be asked to do. */
export const isActive = ({ action }: Instance): boolean => action !== 'keep' && action !== 'blocked'

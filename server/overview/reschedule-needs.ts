// What of rescheduling needs a human, as whoever does it tells it to those who show it.
import type { Container } from '@/lib/contract/containers'
import type { AttentionCause } from '@/lib/contract/overview'

export type RescheduleNeed = {
  cause: Extract<AttentionCause, { kind: 'reschedule' | 'copies' }>
  container: Pick<Container, 'id' | 'name'>
  since: string | null
}

export type RescheduleNeeds = {
  list(): Promise<RescheduleNeed[]>
  /** Of two of which nobody knows which is to stay. Throws when the other one is not there any more: it may be the last. */
  removeCopy(id: string, staysId: string): Promise<void>
}

// Why an operation of rescheduling fails, kept with its error in parts, so that who is asked for what needs a human need not read
// sentences.
import type { Container } from '@/lib/contract/containers'
import { type RescheduleWhy, rescheduleWhy } from '@/lib/contract/rescheduling'
import { AppError, type ErrorCode, isAppError, messageOf } from '@/server/errors'
import type { Refusals } from '../placement/placement'
import type { ProxyContext } from '../types'

export const failed = (code: ErrorCode, message: string, why: RescheduleWhy, fix?: string): AppError =>
  new AppError(code, message, { details: { why, ...(fix === undefined ? {} : { fix }) } })

/** `place`, as the placement knows it, without what is known anyway: that the lost host is lost. */
export function placeWhy({ cluster }: Pick<ProxyContext, 'cluster'>, container: Container, error: AppError) {
  const { hosts, more } = (error.details?.refusals ?? { hosts: [], more: 0 }) as Refusals
  const others = hosts.filter(({ hostId }) => hostId !== container.hostId)
  const answering = others.filter(({ hostId }) => cluster.host(hostId)?.state === 'healthy')
  const told = answering.length > 0 ? answering : others
  const shown = told.map(({ hostName: host, says, fix }) => ({ host, says, fix }))
  return { kind: 'place' as const, hosts: shown, more }
}

export function whyOf(error: unknown): RescheduleWhy {
  const details = isAppError(error) ? error.details : undefined
  const why = rescheduleWhy.safeParse(details?.why)
  return why.data ?? { kind: 'said', message: messageOf(error), fix: details?.fix ?? null }
}

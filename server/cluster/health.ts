// What the answers and failures of a host make of its state. Pure.
import type { HostState } from '@/lib/contract/hosts'
import type { ClusterTimes } from './options'

export type HostHealth = {
  state: HostState
  reason: string | null
  sinceMs: number
  failures: number
  /** When the present row of failures began. */
  failingSinceMs: number | null
}

export const initialHealth = (nowMs: number): HostHealth => ({
  state: 'pending',
  reason: 'Not connected yet',
  sinceMs: nowMs,
  failures: 0,
  failingSinceMs: null,
})

const into = (health: HostHealth, state: HostState, nowMs: number): Pick<HostHealth, 'state' | 'sinceMs'> => ({
  state,
  sinceMs: state === health.state ? health.sinceMs : nowMs,
})

/** The same object when that is no news. */
export const afterAnswer = (health: HostHealth, nowMs: number): HostHealth =>
  health.state === 'healthy' && health.failures === 0 && health.reason === null
    ? health
    : { ...into(health, 'healthy', nowMs), reason: null, failures: 0, failingSinceMs: null }

/** It answers but must not take part: another engine, one we know already, one too old. */
export const afterHoldBack = (health: HostHealth, reason: string, nowMs: number): HostHealth => ({
  ...into(health, 'pending', nowMs),
  reason,
  failures: 0,
  failingSinceMs: null,
})

type Patience = Pick<ClusterTimes, 'failureRetry' | 'unreachableAfterMs'>

export function afterFailure(
  health: HostHealth,
  reason: string,
  lastSeenMs: number | null,
  nowMs: number,
  patience: Patience,
): HostHealth {
  const failures = health.failures + 1
  const failingSinceMs = health.failingSinceMs ?? nowMs
  const silentMs = nowMs - Math.min(failingSinceMs, lastSeenMs ?? failingSinceMs)
  const isLost =
    health.state === 'unreachable' || (failures >= patience.failureRetry && silentMs >= patience.unreachableAfterMs)
  const next: HostState = isLost ? 'unreachable' : health.state === 'pending' ? 'pending' : 'suspect'
  return { ...into(health, next, nowMs), reason, failures, failingSinceMs }
}

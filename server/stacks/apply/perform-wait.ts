// Waiting for a container to be what others need of it. The cluster's events say when to look; the engine says what is so.
import { AppError } from '@/server/errors'
import { inputOf } from '../operations'
import type { Act, Performer } from './context'
import { type InspectedContainer, inspectContainer } from './engine-answers'
import { lastWords } from './last-words'
import { cancelledError, pause } from './pause'

/** Null: not yet. */
type Verdict = { ok: true; detail: string } | { ok: false; message: string; fix?: string } | null

/** An event may be lost with its connection; then this is how late a change is seen. */
const recheckMs = 10_000
const defaultStableMs = 1_500

type Change = { seen: Promise<void>; forget: () => void }

const nextChange = (act: Act, containerId: string, dueMs: number): Change => {
  let settle: (error?: Error) => void = () => undefined
  const seen = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error))
  })
  // Nobody may be waiting when a change that no longer matters fails.
  seen.catch(() => undefined)
  const cancel = () => settle(cancelledError())
  const timer = setTimeout(() => settle(), dueMs)
  const unsubscribe = act.cluster.subscribe(({ containers, hosts }) => {
    const { hostId } = act.operation
    const isTouched =
      containers.removed.includes(containerId) ||
      containers.upserted.some(({ id }) => id === containerId) ||
      hosts.removed.includes(hostId) ||
      hosts.upserted.some(({ id, state }) => id === hostId && state === 'unreachable')
    if (isTouched) settle()
  })
  act.signal.addEventListener('abort', cancel, { once: true })
  if (act.signal.aborted) cancel()
  const forget = () => {
    clearTimeout(timer)
    unsubscribe()
    act.signal.removeEventListener('abort', cancel)
  }
  return { seen, forget }
}

const hasEnded = (container: InspectedContainer): boolean => {
  const status = container.State?.Status
  return status === 'exited' || status === 'dead'
}

const endedBadly = (container: InspectedContainer): string => {
  const { ExitCode: code, OOMKilled: killed, Error: error } = container.State ?? {}
  const why = killed ? ': it was out of memory' : error ? `: ${error}` : ''
  return `exited with code ${code ?? '?'}${why}`
}

const healthText = (container: InspectedContainer): string => {
  const retries = container.Config?.Healthcheck?.Retries || 3
  const streak = container.State?.Health?.FailingStreak ?? 0
  return streak === 0 ? 'health: starting' : `health: ${streak} of ${retries} checks failed`
}

const healthVerdict = (act: Act, container: InspectedContainer): Verdict => {
  const status = container.State?.Health?.Status
  if (status === 'healthy') return { ok: true, detail: 'healthy' }
  if (status !== 'unhealthy') {
    act.report({ detail: healthText(container) })
    return null
  }
  const said = container.State?.Health?.Log?.at(-1)?.Output?.trim().slice(0, 300)
  return { ok: false, message: `is unhealthy${said ? `: ${said}` : ''}` }
}

const hasCheck = (container: InspectedContainer): boolean => {
  const status = container.State?.Health?.Status
  return status !== undefined && status !== 'none'
}

const healthy = (act: Act, container: InspectedContainer): Verdict => {
  if (hasEnded(container)) return { ok: false, message: endedBadly(container) }
  if (container.State?.Running && !hasCheck(container)) {
    return {
      ok: false,
      message: 'has no health check to wait for',
      fix: 'Give the service a healthcheck, or depend on service_started.',
    }
  }
  return healthVerdict(act, container)
}

const completed = (_act: Act, container: InspectedContainer): Verdict => {
  if (!hasEnded(container)) return null
  return container.State?.ExitCode === 0
    ? { ok: true, detail: 'ended with code 0' }
    : { ok: false, message: endedBadly(container) }
}

const stable = (durationMs: number) => {
  const seenAt = Date.now()
  return (act: Act, container: InspectedContainer): Verdict => {
    if (container.State?.Restarting || (container.RestartCount ?? 0) > 0) {
      return { ok: false, message: `${endedBadly(container)} and is restarted again and again` }
    }
    if (hasEnded(container)) {
      return container.State?.ExitCode === 0
        ? { ok: true, detail: 'ended with code 0' }
        : { ok: false, message: endedBadly(container) }
    }
    if (hasCheck(container)) return healthVerdict(act, container)
    return Date.now() - seenAt >= durationMs ? { ok: true, detail: `runs for ${durationMs / 1000} s` } : null
  }
}

type Judge = (act: Act, container: InspectedContainer) => Verdict

const watch = async (act: Act, ref: string, judge: Judge, dueMs: number): Promise<NonNullable<Verdict>> => {
  let id = ref
  for (;;) {
    // Listening begins before looking, so that nothing falls between the two.
    const change = nextChange(act, id, dueMs)
    try {
      const container = await inspectContainer(act.cluster.engine(act.operation.hostId), ref)
      if (container === undefined) return { ok: false, message: 'is gone' }
      if (container.Id !== undefined && id !== container.Id) {
        id = container.Id
        continue
      }
      const verdict = judge(act, container)
      if (verdict !== null) return verdict
      await change.seen
    } finally {
      change.forget()
    }
  }
}

export const waitContainer: Performer = async (act) => {
  const { condition, containerId, durationMs, optional } = inputOf('wait-container', act.operation)
  if (condition === 'delay') {
    await pause(durationMs ?? 0, act.signal)
    return undefined
  }
  const ref = containerId ?? act.operation.target
  const stableMs = durationMs ?? defaultStableMs
  const judge = { healthy, completed, stable: stable(stableMs) }[condition]
  const verdict = await watch(act, ref, judge, condition === 'stable' ? stableMs : recheckMs)
  if (verdict.ok) return verdict.detail
  if (optional) return `${verdict.message}, but that is not required`
  const words = await lastWords(act.engine, ref)
  const fix = verdict.fix === undefined ? {} : { details: { fix: verdict.fix } }
  throw new AppError('engine_error', `${act.operation.target} ${verdict.message}.${words}`, fix)
}

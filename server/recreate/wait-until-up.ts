// Whether a container that was just started proves itself: healthy where it has a health check, else up and steady.
import { setTimeout as delay } from 'node:timers/promises'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import type { Inspect } from './types'

type WaitOptions = { steadyMs?: number; report: (detail: string) => void }

const pollMs = 400
const defaultSteadyMs = 4_000
const longestMs = 15 * 60_000
const second = 1e9

/** All that its health check may take, by its own settings. */
export function healthPatienceMs(config: Inspect['Config']): number {
  const check = (config.Healthcheck ?? {}) as Record<string, unknown>
  const number = (key: string, otherwise: number) => {
    const value = check[key]
    return typeof value === 'number' && value > 0 ? value : otherwise
  }
  const each = number('Interval', 30 * second) + number('Timeout', 30 * second)
  const nanoseconds = number('StartPeriod', 0) + each * (number('Retries', 3) + 1)
  return Math.min(longestMs, nanoseconds / 1e6 + 10_000)
}

const endedWords = ({ State, RestartCount = 0 }: Inspect): string | null => {
  if (State?.OOMKilled) return `it was killed for memory (exit ${State.ExitCode ?? '?'})`
  if (State?.Restarting || RestartCount > 0)
    return `it ends again and again, the last time with ${State?.ExitCode ?? '?'}`
  if (!State?.Running) return `it ended with ${State?.ExitCode ?? '?'}${State?.Error ? `: ${State.Error}` : ''}`
  return null
}

/** Throws in words when it does not. */
export async function waitUntilUp(engine: Engine, id: string, { steadyMs = defaultSteadyMs, report }: WaitOptions) {
  const startedMs = performance.now()
  let told = ''
  for (;;) {
    const now = await engine.json<Inspect>('GET', `/containers/${encodeURIComponent(id)}/json`)
    const passedMs = performance.now() - startedMs
    const ended = endedWords(now)
    if (ended !== null) throw new AppError('engine_error', ended)
    const health = now.State?.Health?.Status
    if (health === 'unhealthy') throw new AppError('engine_error', 'its health check fails')
    if (health === 'healthy') return 'healthy'
    const hasCheck = health !== undefined && health !== '' && health !== 'none'
    if (!hasCheck && passedMs >= steadyMs) return 'running'
    if (hasCheck && passedMs > healthPatienceMs(now.Config)) {
      throw new AppError('engine_timeout', `its health check has not passed in ${Math.round(passedMs / 1000)} s`)
    }
    const detail = hasCheck ? 'health: starting' : 'running'
    if (detail !== told) report(detail)
    told = detail
    await delay(Math.min(pollMs, Math.max(20, steadyMs / 4)))
  }
}

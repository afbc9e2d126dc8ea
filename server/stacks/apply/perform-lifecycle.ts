// Start, stop, rename, remove: each looks first when it may have happened already, and takes "already so" for success.
import { callOff } from '@/server/networks/called-off'
import { isOverlayNotReady, isRefusedForGood, mayCome, overlayPatienceMs } from '@/server/networks/coming-overlay'
import { lotseLabel } from '../labels'
import { inputOf } from '../operations'
import type { Act, Performer } from './context'
import { inspectContainer, isStatus, wasStarted } from './engine-answers'
import { pause } from './pause'

const path = (ref: string, verb = '') => `/containers/${encodeURIComponent(ref)}${verb}`

/** A worker that joins an overlay for its first container may be told of it a moment late. */
const isToldLate = (error: unknown): boolean =>
  isStatus(error, 404, 500) &&
  !isRefusedForGood(error) &&
  (isOverlayNotReady(error) || /could not find a corresponding|not yet|context deadline exceeded/i.test(String(error)))

/** So many even where the index does not know the network yet: it may just have been made. */
const overlayAttempts = 4

const start = async (act: Act, ref: string): Promise<void> => {
  const end = performance.now() + overlayPatienceMs
  for (let attempt = 1; ; attempt++) {
    try {
      await act.engine.json('POST', path(ref, '/start'), { timeoutMs: 120_000 })
      return
    } catch (error) {
      const isInTime = attempt < overlayAttempts || (performance.now() < end && mayCome(act.cluster, error))
      if (!isInTime || !isToldLate(error)) throw error
      act.report({ detail: 'the network is not ready there, trying again' })
      await pause(200 * Math.min(attempt, overlayAttempts), act.signal)
    }
  }
}

export const startContainer: Performer = async (act) => {
  const { containerId } = inputOf('start-container', act.operation)
  const ref = containerId ?? act.operation.target
  if (act.isResumed) {
    const seen = await inspectContainer(act.engine, ref)
    // By our clock, as the journal has it: the engine's may be seconds ahead or behind.
    const skewMs = act.cluster.host(act.operation.hostId)?.clockSkewMs ?? 0
    const startedAt = Date.parse(seen?.State?.StartedAt ?? '') - skewMs
    // A job may have run and ended since: it must not run twice.
    const ranSince =
      seen !== undefined && wasStarted(seen) && (containerId === undefined || startedAt >= act.startedAt.getTime())
    if (seen?.State?.Running || ranSince) return 'was started already'
  }
  await start(act, ref)
  return undefined
}

export const stopContainer: Performer = async (act) => {
  const { containerId, graceSeconds } = inputOf('stop-container', act.operation)
  const ref = containerId ?? act.operation.target
  if (containerId !== undefined) callOff(containerId)
  try {
    const query = graceSeconds === undefined ? {} : { t: graceSeconds }
    await act.engine.json('POST', path(ref, '/stop'), { query, timeoutMs: ((graceSeconds ?? 10) + 60) * 1000 })
    return undefined
  } catch (error) {
    if (isStatus(error, 304, 404)) return isStatus(error, 404) ? 'was gone already' : 'did not run'
    throw error
  }
}

export const renameContainer: Performer = async (act) => {
  const { containerId, to } = inputOf('rename-container', act.operation)
  const seen = await inspectContainer(act.engine, containerId)
  if (seen === undefined) return 'was gone already'
  if (seen.Name === `/${to}`) return 'had that name already'
  await act.engine.json('POST', path(containerId, '/rename'), { query: { name: to } })
  return undefined
}

const isBeingRemoved = (error: unknown): boolean =>
  isStatus(error, 409) && /removal .* in progress/i.test(String(error))

export const removeContainer: Performer = async (act) => {
  const { containerId, anonymousVolumes, onlyOwn } = inputOf('remove-container', act.operation)
  const ref = containerId ?? act.operation.target
  if (onlyOwn) {
    const seen = await inspectContainer(act.engine, ref)
    if (seen === undefined) return 'was gone already'
    if (seen.Config?.Labels?.[lotseLabel.deployment] !== act.deploymentId) return 'is not of this deployment'
  }
  try {
    await act.engine.json('DELETE', path(ref), { query: { force: true, v: anonymousVolumes }, timeoutMs: 90_000 })
    return undefined
  } catch (error) {
    if (isStatus(error, 404) || isBeingRemoved(error)) return 'was gone already'
    throw error
  }
}

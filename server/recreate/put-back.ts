// Makes undone what was done to replace a container: the new one goes, the original has its name and its life again.
import { setTimeout as delay } from 'node:timers/promises'
import type { Engine } from '@/server/docker/engine'
import { AppError, isAppError, isAway, messageOf } from '@/server/errors'
import type { Inspect } from './types'

const retries = 5

/** Asks once more what an engine refuses only because an overlay comes back to it a moment late. */
export type Attach = <T>(containerId: string, start: () => Promise<T>) => Promise<T>
export const attachAtOnce: Attach = (_containerId, start) => start()

/** An engine may wait 20 s for the managers of an overlay. */
export const startTimeoutMs = 60_000

export const containerPath = (id: string): string => `/containers/${encodeURIComponent(id)}`
export const plainName = ({ Name }: Inspect): string => Name.replace(/^\//, '')

export const isMissing = (error: unknown): boolean => isAppError(error) && error.details?.statusCode === 404

/** An engine says 404 also of a network that a container needs. */
const hasGone = (error: unknown): boolean => isMissing(error) && /no such container/i.test(messageOf(error))

export const isUp = ({ State }: Inspect): boolean => State?.Running === true || State?.Restarting === true

/** Tries on while the engine does not answer: for a moment, not for ever. */
async function insist(act: () => Promise<unknown>, retryMs: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act()
      return
    } catch (error) {
      if (hasGone(error)) return
      if (!isAway(error) || attempt >= retries) throw error
      await delay(retryMs * 2 ** (attempt - 1))
    }
  }
}

/** The record of what was done, in the order in which it has to be undone. */
export type Done = {
  isRenamed: boolean
  newId: string | null
  /** The engine was asked for the new one and did not answer: it may be there. */
  mayExist: boolean
  isStopped: boolean
}

/** The name was free when it was asked for, so what has it now is what was asked for. */
async function lostNewId(engine: Engine, old: Inspect): Promise<string | null> {
  try {
    const found = await engine.json<Inspect>('GET', `${containerPath(plainName(old))}/json`)
    return found.Id === old.Id ? null : found.Id
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export async function putBack(
  engine: Engine,
  old: Inspect,
  done: Done,
  retryMs: number,
  attach: Attach = attachAtOnce,
): Promise<void> {
  if (done.newId === null && done.mayExist) {
    await insist(async () => {
      done.newId = await lostNewId(engine, old)
    }, retryMs)
  }
  const { newId } = done
  if (newId !== null) {
    await insist(
      () => engine.json('DELETE', containerPath(newId), { query: { force: true }, timeoutMs: 90_000 }),
      retryMs,
    )
  }
  if (done.isRenamed) {
    await insist(async () => {
      const now = await engine.json<Inspect>('GET', `${containerPath(old.Id)}/json`)
      if (now.Name === old.Name) return
      await engine.json('POST', `${containerPath(old.Id)}/rename`, { query: { name: plainName(old) } })
    }, retryMs)
  }
  if (done.isStopped && isUp(old)) {
    const start = () => engine.json('POST', `${containerPath(old.Id)}/start`, { timeoutMs: startTimeoutMs })
    await insist(() => attach(old.Id, start), retryMs)
    const now = await engine.json<Inspect>('GET', `${containerPath(old.Id)}/json`)
    if (!isUp(now)) throw new AppError('engine_error', `it ended at once with ${now.State?.ExitCode ?? 'no code'}`)
  }
}

// Telling an engine's refusals apart.
import type { ContainerInspect } from '@/server/docker/api-types'
import type { Engine } from '@/server/docker/engine'
import { isAppError } from '@/server/errors'

export const isStatus = (error: unknown, ...codes: number[]): boolean =>
  isAppError(error) && error.code === 'engine_error' && codes.includes(Number(error.details?.statusCode))

/** Undefined when the engine knows no such thing. */
export const unlessMissing = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked
  } catch (error) {
    if (isStatus(error, 404)) return undefined
    throw error
  }
}

export type InspectedContainer = ContainerInspect & {
  Config?: {
    Volumes?: Record<string, unknown> | null
    Healthcheck?: { Retries?: number; Test?: string[] } | null
  } | null
  HostConfig?: { RestartPolicy?: { Name?: string } | null } | null
  State?: { Health?: { FailingStreak?: number; Log?: { ExitCode?: number; Output?: string }[] | null } | null } | null
}

export const inspectContainer = (engine: Engine, ref: string): Promise<InspectedContainer | undefined> =>
  unlessMissing(engine.json<InspectedContainer>('GET', `/containers/${encodeURIComponent(ref)}/json`))

/** Docker writes year 1 for "never". */
export const wasStarted = (container: InspectedContainer): boolean =>
  !(container.State?.StartedAt ?? '0001-').startsWith('0001-')

// What can be done to one container, as calls to its engine whose refusals keep their meaning.
import type { Container, ContainerActionRequest } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { AppError, type ErrorCode, isAppError } from '@/server/errors'
import { callOff } from '@/server/networks/called-off'
import { onceAttached } from '@/server/networks/coming-overlay'

const slackMs = 30_000
/** Without a time of its own a container is given its configured one, which is not known here. */
const longestStopSeconds = 600

const meanings: Record<number, ErrorCode> = { 404: 'not_found', 409: 'conflict' }

/** An engine's 404 and 409 are answers about the object, not failures of the engine. */
export const withMeaning = async <T>(act: Promise<T>, inUse: ErrorCode = 'conflict'): Promise<T> => {
  try {
    return await act
  } catch (error) {
    const statusCode = isAppError(error) ? error.details?.statusCode : undefined
    const code = typeof statusCode === 'number' ? meanings[statusCode] : undefined
    if (code === undefined || !isAppError(error)) throw error
    const options = { details: { ...error.details }, cause: error }
    throw new AppError(code === 'conflict' ? inUse : code, error.message, options)
  }
}

export const actOnContainer = async (
  cluster: Pick<Cluster, 'engine' | 'networks' | 'hosts'>,
  { id, hostId }: Container,
  request: ContainerActionRequest,
  requireFree: () => void,
) => {
  const engine = cluster.engine(hostId)
  const path = `/containers/${encodeURIComponent(id)}`
  const { action, timeoutSeconds, force, volumes } = request
  if (action === 'remove') {
    return withMeaning(engine.json('DELETE', path, { query: { force, v: volumes }, timeoutMs: 60_000 + slackMs }))
  }
  const isStop = action === 'stop' || action === 'restart'
  const query = isStop && timeoutSeconds !== undefined ? { t: timeoutSeconds } : {}
  const timeoutMs = (isStop ? (timeoutSeconds ?? longestStopSeconds) * 1000 : 0) + slackMs
  const act = () => engine.json('POST', `${path}/${action}`, { query, timeoutMs })
  if (action === 'stop' || action === 'kill') callOff(id)
  const isStart = action === 'start' || action === 'restart'
  return withMeaning(isStart ? onceAttached(cluster, act, { subject: id, beforeAgain: requireFree }) : act())
}

// The image of a container, which has its labels too: only both together tell which are the container's own.
import type { Container } from '@/lib/contract/containers'
import { recordOf } from '@/lib/json-value'
import type { Engine } from '@/server/docker/engine'
import { isAppError, isAway } from '@/server/errors'
import type { Fields, Inspect } from '@/server/recreate/types'
import { swarmIdLabel } from '../objects/find-container'

/** Its configuration; null: the engine has none to show. Throws when the engine says nothing. */
export async function readImage(engine: Engine, { Image }: Inspect, timeoutMs?: number): Promise<Fields | null> {
  const path = `/images/${encodeURIComponent(Image)}/json`
  try {
    const { Config } = await engine.json<{ Config?: Fields | null }>('GET', path, timeoutMs ? { timeoutMs } : {})
    return Config ?? {}
  } catch (error) {
    if (!isAppError(error) || isAway(error)) throw error
    return null
  }
}

/** Who it is says its image: it was made at its engine, of a container that was committed or of what pretends to be one. */
export const isKnownByImage = ({ labels }: Pick<Container, 'labels'>, image: Fields | null): boolean =>
  image !== null && recordOf(image.Labels)[swarmIdLabel] === labels[swarmIdLabel]

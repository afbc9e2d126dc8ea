// Asks the engines about the containers of a stack that Lotse did not make: only their own words say what they were made with.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import type { Log } from '@/server/log'
import { imageConfig } from '@/server/recreate/image-config'
import type { Fields, Inspect } from '@/server/recreate/types'
import { lotseLabel } from '../labels'
import type { Inspected } from './types'

export const isForeign = ({ labels }: Container): boolean => labels[lotseLabel.spec] === undefined

export type ForeignReader = ReturnType<typeof createForeignReader>

export const createForeignReader = ({ cluster, log }: { cluster: Cluster; log: Log }) => {
  /** The index makes a new object of a container whenever it has read it again: as long as it is the same one, so is the answer. */
  const known = new WeakMap<Container, Promise<Inspected | null>>()

  const inspected = async (
    container: Container,
    imageOf: (hostId: string, image: string) => Promise<Fields | null>,
  ): Promise<Inspected | null> => {
    try {
      const engine = cluster.engine(container.hostId)
      const inspect = await engine.json<Inspect>('GET', `/containers/${encodeURIComponent(container.id)}/json`)
      return { inspect, image: await imageOf(container.hostId, inspect.Image) }
    } catch (error) {
      log.debug({ err: error, container: container.id }, 'a container of a foreign stack cannot be inspected')
      return null
    }
  }

  /** By container id; who does not answer is left out. */
  return async (containers: readonly Container[]): Promise<Map<string, Inspected>> => {
    const images = new Map<string, Promise<Fields | null>>()
    const imageOf = (hostId: string, image: string): Promise<Fields | null> => {
      const key = `${hostId} ${image}`
      const asked = images.get(key) ?? imageConfig(cluster.engine(hostId), image)
      images.set(key, asked)
      return asked
    }
    const found = containers.filter(isForeign).map(async (container) => {
      const answer = known.get(container) ?? inspected(container, imageOf)
      known.set(container, answer)
      const result = await answer
      if (result === null) known.delete(container)
      return result === null ? [] : [[container.id, result] as const]
    })
    return new Map((await Promise.all(found)).flat())
  }
}

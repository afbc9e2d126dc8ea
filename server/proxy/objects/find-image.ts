// Which images a client means, over all hosts: one name may stand for different images on different hosts, as after a build.
import type { Image } from '@/lib/contract/inventory'
import type { Cluster } from '@/server/cluster/types'
import { imageAnswersTo } from '@/server/docker/image-reference'
import { badRequest, notFound } from '../http/docker-error'

const idOf = (image: Image): string => image.id.replace(/^sha256:/, '')

/** Throws not_found, in the engine's words. */
export function findImages(cluster: Pick<Cluster, 'images'>, ref: string): Image[] {
  const images = cluster.images()
  const named = images.filter((image) => imageAnswersTo(image, ref))
  if (named.length > 0) return named
  const id = ref.replace(/^sha256:/, '')
  const prefixed = /^[0-9a-f]{1,64}$/.test(id) ? images.filter((image) => idOf(image).startsWith(id)) : []
  if (prefixed.length > 1) throw badRequest(`multiple IDs found with provided prefix: ${ref}`)
  if (prefixed.length === 0) throw notFound(`No such image: ${ref}`)
  return prefixed
}

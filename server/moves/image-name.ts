// An image that came by its content gets the name that people know it by, where that is free.
import type { Engine } from '@/server/docker/engine'
import { splitReference } from '@/server/docker/pull'
import { unlessMissing } from '@/server/stacks/apply/engine-answers'

const imagePath = (ref: string, verb = '') => `/images/${encodeURIComponent(ref)}${verb}`

export const imageIdOf = async (engine: Engine, ref: string): Promise<string | undefined> =>
  (await unlessMissing(engine.json<{ Id?: string }>('GET', imagePath(ref, '/json'))))?.Id

export const nameImage = async (engine: Engine, ref: string, reference: string): Promise<void> => {
  if (reference.startsWith('sha256:') || reference.includes('@')) return
  // Another image of that name stays what it is there: the container is then made by id.
  if ((await imageIdOf(engine, reference)) !== undefined) return
  const { name, tag } = splitReference(reference)
  await engine.json('POST', imagePath(ref, '/tag'), { query: { repo: name, tag } })
}

/** What a container is made by: the reference where it means the very image, else the image's id. */
export const nameForCreation = async (engine: Engine, reference: string, imageId: string): Promise<string> => {
  if ((await imageIdOf(engine, imageId)) === undefined) return reference
  await nameImage(engine, imageId, reference)
  return (await imageIdOf(engine, reference)) === imageId ? reference : imageId
}

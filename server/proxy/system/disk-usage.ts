// `docker system df` over all hosts: what each engine counts, put together.
import { sendJson } from '../http/docker-error'
import { isObject, type JsonObject } from '../http/read-body'
import { answering, onHosts, requireAll } from '../on-hosts'
import type { Answer } from '../types'

/** Engines count the bytes of every volume for this. */
const timeoutMs = 120_000

const listIn = (answer: JsonObject, key: string): JsonObject[] => {
  const list = answer[key]
  return Array.isArray(list) ? list.filter(isObject) : []
}

export const diskUsage: Answer = async (context, { response }) => {
  const outcomes = await onHosts(answering(context), ({ id }) =>
    context.cluster.engine(id).json<JsonObject>('GET', '/system/df', { timeoutMs }),
  )
  // A sum that silently lacks a host would be taken for the whole.
  requireAll(outcomes)
  const sum = {
    LayersSize: 0,
    Images: [] as object[],
    Containers: [] as object[],
    Volumes: [] as object[],
    BuildCache: [] as object[],
  }
  for (const outcome of outcomes) {
    if (!outcome.ok) continue
    const { value, host } = outcome
    sum.LayersSize += typeof value.LayersSize === 'number' ? value.LayersSize : 0
    // Clients of older APIs subtract from it; newer engines leave it out.
    sum.Images.push(...listIn(value, 'Images').map((image) => ({ VirtualSize: image.Size, ...image })))
    sum.BuildCache.push(...listIn(value, 'BuildCache'))
    for (const container of listIn(value, 'Containers')) {
      const names = Array.isArray(container.Names) ? container.Names : []
      sum.Containers.push({ ...container, Names: names.map((name) => `/${host.name}${name}`) })
    }
    for (const volume of listIn(value, 'Volumes')) sum.Volumes.push({ ...volume, Name: `${host.name}/${volume.Name}` })
  }
  sendJson(response, sum)
}

// Images over all hosts.
import { z } from 'zod'
import {
  downloadSize,
  downloadSizesRequest,
  image,
  type PullProgress,
  pullProgress,
  pullRequest,
  removeImageResult,
} from '@/lib/contract/inventory'
import { AppError, isAppError, messageOf } from '@/server/errors'
import { withMeaning } from '../container-acts'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { pullOnHost } from '../image-pull'
import type { ApiParts } from '../parts'
import { createQueue } from '../queue'
import { shownImage } from '../shown'
import { streamAnswer } from '../stream-answer'

const tag = 'images'
const removeTimeoutMs = 120_000

export const imageRoutes = ({ cluster, activity, log, registries, downloadSizes }: ApiParts): AnyEndpoint[] => {
  const hostOf = (id: string) => {
    const host = cluster.host(id)
    if (host === undefined) throw new AppError('not_found', `There is no host ${id}.`)
    return host
  }
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/images',
      tag,
      summary: 'All images with the hosts that have them',
      response: z.array(image),
      handle: () => cluster.images().map(shownImage),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/images/pull',
      tag,
      summary: 'Pull an image on some hosts, or on all that answer; goes on when the client leaves',
      body: pullRequest,
      stream: { type: 'application/x-ndjson', of: pullProgress, description: 'One line for each step on each host' },
      audit: { action: 'image.pull', target: ({ body }) => body.reference, isStart: true },
      handle: ({ body: { reference, hostIds }, request, identity, note }) => {
        const hosts = hostIds?.map(hostOf) ?? cluster.hosts().filter(({ state }) => state === 'healthy')
        if (hosts.length === 0) throw new AppError('host_unreachable', 'No host answers that could pull it.')
        note(`on ${hosts.map(({ name }) => name).join(', ')}`)
        const startedAtMs = performance.now()
        const queue = createQueue<PullProgress>()
        const pulls = hosts.map((host) =>
          pullOnHost(host, () => cluster.engine(host.id), reference, registries, queue.push),
        )
        void Promise.all(pulls).then((ends) => {
          queue.end()
          const failed = ends.filter(({ state }) => state === 'failed')
          return activity.record({
            actor: identity.actor,
            action: 'image.pull',
            target: reference,
            result: failed.length > 0 ? 'failed' : 'ok',
            message:
              failed.map(({ hostName, error }) => `${hostName}: ${error}`).join('; ') || `on ${ends.length} hosts`,
            durationMs: performance.now() - startedAtMs,
          })
        })
        return streamAnswer(queue.values(), { request, log })
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/images/download-sizes',
      tag,
      summary: 'How much pulls would load, as the registries say',
      body: downloadSizesRequest,
      response: z.array(downloadSize),
      audit: 'asks-only',
      handle: ({ body: { images } }) => downloadSizes.of(images),
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/images/:id',
      tag,
      summary: 'Remove an image from one host or from all that have it',
      params: z.object({ id: z.string() }),
      query: z.object({ hostId: z.string().optional(), force: z.stringbool().default(false) }),
      response: removeImageResult,
      audit: { action: 'image.remove', target: ({ params: { id } }) => id },
      handle: async ({ params: { id }, query: { hostId, force }, note }) => {
        const found = cluster.images().find((each) => each.id === id || each.tags.includes(id))
        if (found === undefined) throw new AppError('not_found', `There is no image ${id}.`)
        const hostIds = hostId === undefined ? found.hostIds : [hostOf(hostId).id]
        const failures: unknown[] = []
        const hosts = await Promise.all(
          hostIds.map(hostOf).map(async ({ id: onHost, name }) => {
            const base = { hostId: onHost, hostName: name }
            try {
              const path = `/images/${encodeURIComponent(id)}`
              const request = { query: { force }, timeoutMs: removeTimeoutMs }
              await withMeaning(cluster.engine(onHost).json('DELETE', path, request), 'in_use')
              return { ...base, error: null }
            } catch (error) {
              if (!isAppError(error)) throw error
              failures.push(error)
              return { ...base, error: messageOf(error) }
            }
          }),
        )
        // Where nothing was removed the reason is the answer.
        if (failures.length === hosts.length && failures.length > 0) throw failures[0]
        note(hosts.map(({ hostName, error }) => `${hostName}: ${error ?? 'removed'}`).join('; '))
        return { hosts }
      },
    }),
  ]
}

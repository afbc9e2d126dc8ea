// Cleaning up: what images and volumes could go and what keeps the others, and removing those that were chosen.
import { type PruneResult, prunePlan, pruneRequest, pruneResult } from '@/lib/contract/prune'
import { AppError } from '@/server/errors'
import { moveLabel } from '@/server/moves/new-container'
import { moveTarget } from '@/server/moves/outcome'
import { diskUsage } from '@/server/prune/disk-usage'
import { planImagePrune, planVolumePrune, volumeUsers } from '@/server/prune/prune-plan'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { prune, removeImage, removeVolume } from '../prune-acts'

const bodyLimitBytes = 4 << 20
/** Far more than can be under way at once. */
const mostMoves = 200

const summaryOf = (results: PruneResult['results']): string => {
  const failed = results.filter(({ error }) => error !== null)
  const first = failed[0] === undefined ? '' : `; ${failed[0].hostName}: ${failed[0].error}`
  return `${results.length - failed.length} of ${results.length} removed${first}`
}

const targetOf = ({ body }: { body: { items: readonly unknown[] } }) => String(body.items.length)

export const pruneRoutes = ({ cluster, stacks, moves, log }: ApiParts): AnyEndpoint[] => {
  /** Digest → revisions that a stack can go back to. */
  const revisionsByDigest = async (): Promise<Map<string, string[]>> => {
    const wanted = new Map<string, string[]>()
    const managed = (await stacks.list()).filter((stack) => stack.managed)
    for (const { name } of managed) {
      for (const { number, state, digests } of await stacks.revisions(name)) {
        if (state !== 'active' && state !== 'superseded') continue
        for (const digest of Object.values(digests))
          wanted.set(digest, [...(wanted.get(digest) ?? []), `${name} r${number}`])
      }
    }
    return wanted
  }
  const usersOfVolumes = async () => {
    const open = (await moves.list(mostMoves)).filter(({ finishedAt }) => finishedAt === null)
    const moved = new Map(open.map(({ id, containers }) => [id, moveTarget(containers)]))
    return volumeUsers(cluster.volumes(), ({ labels }) => moved.get(labels[moveLabel] ?? ''))
  }
  const healthyOf = (ids: readonly string[]) => [...new Set(ids)].filter((id) => cluster.host(id)?.state === 'healthy')
  /** Nothing is removed where something was misspelt, and engines take dots for steps in a path. */
  const requireSound = (items: readonly { id: string; hostId: string }[]) => {
    for (const { id, hostId } of items) {
      if (cluster.host(hostId) === undefined) throw new AppError('not_found', `There is no host ${hostId}.`)
      if (id.split('/').some((step) => ['', '.', '..'].includes(step)))
        throw new AppError('not_found', `There is nothing named ${id}.`)
    }
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/images/prune',
      tag: 'images',
      summary: 'Images that no container uses, what removing them frees, and what keeps the others',
      response: prunePlan,
      handle: async () => {
        const snapshot = cluster.snapshot()
        const hostIds = healthyOf(snapshot.images.flatMap((image) => image.hostIds))
        const [wanted, own] = await Promise.all([revisionsByDigest(), diskUsage(cluster, hostIds, 'image', log)])
        return planImagePrune(snapshot, snapshot.images, wanted, own)
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/images/prune',
      tag: 'images',
      summary: 'Remove the chosen images; those in use stay',
      body: pruneRequest,
      response: pruneResult,
      bodyLimitBytes,
      audit: { action: 'image.prune', target: targetOf },
      handle: async ({ body: { items }, note }) => {
        requireSound(items)
        const { containers } = cluster.snapshot()
        const usersOf = (chosen: { id: string; hostId: string }) =>
          containers
            .filter(({ hostId, imageId }) => hostId === chosen.hostId && imageId === chosen.id)
            .map(({ name }) => name)
        const results = await prune(cluster, items, usersOf, removeImage)
        note(summaryOf(results), { results })
        return { results }
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/volumes/prune',
      tag: 'volumes',
      summary: 'Volumes that no container mounts, what removing them frees, and what keeps the others',
      response: prunePlan,
      handle: async () => {
        const snapshot = cluster.snapshot()
        const unused = snapshot.volumes.filter(({ usedBy }) => usedBy.length === 0)
        const hostIds = healthyOf(unused.map(({ hostId }) => hostId))
        const [all, sizes, usersOf] = await Promise.all([
          stacks.list(),
          diskUsage(cluster, hostIds, 'volume', log),
          usersOfVolumes(),
        ])
        return planVolumePrune(snapshot, snapshot.volumes, usersOf, new Set(all.map(({ name }) => name)), sizes)
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/volumes/prune',
      tag: 'volumes',
      summary: 'Remove the chosen volumes with their data; those that are mounted stay',
      body: pruneRequest,
      response: pruneResult,
      bodyLimitBytes,
      audit: { action: 'volume.prune', target: targetOf },
      handle: async ({ body: { items }, note }) => {
        requireSound(items)
        const usersOf = await usersOfVolumes()
        const results = await prune(cluster, items, ({ id, hostId }) => usersOf({ hostId, name: id }), removeVolume)
        note(summaryOf(results), { results })
        return { results }
      },
    }),
  ]
}

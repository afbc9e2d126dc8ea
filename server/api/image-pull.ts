// Pulls one image on several hosts at once and folds the engines' words about layers into one line a host.
import type { Host } from '@/lib/contract/hosts'
import type { PullProgress } from '@/lib/contract/inventory'
import type { Engine } from '@/server/docker/engine'
import { type PullProgress as LayerProgress, pullImage } from '@/server/docker/pull'
import { messageOf } from '@/server/errors'

type Layers = Map<string, { isDone: boolean; current: number; total: number }>
const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20)

/** Layers so far, as one sentence and a fraction of the bytes announced. */
export const foldLayer = (layers: Layers, { layer, status, current, total }: LayerProgress) => {
  if (/^[0-9a-f]{12}$/.test(layer)) {
    const known = layers.get(layer) ?? { isDone: false, current: 0, total: 0 }
    const isDone = status === 'Pull complete' || status === 'Already exists'
    const isDownload = status === 'Downloading'
    const size = isDownload && total !== null ? total : known.total
    layers.set(layer, {
      isDone,
      total: size,
      current: isDone ? size : isDownload && current !== null ? current : known.current,
    })
  }
  const all = [...layers.values()]
  const done = all.filter(({ isDone }) => isDone).length
  const bytes = all.reduce((sum, each) => sum + each.current, 0)
  const totalBytes = all.reduce((sum, each) => sum + each.total, 0)
  const size = totalBytes > 0 ? `, ${mebibytes(bytes)} of ${mebibytes(totalBytes)} MiB` : ''
  return {
    detail: all.length === 0 ? status : `${done} of ${all.length} layers${size}`,
    fraction: totalBytes > 0 ? Math.min(1, bytes / totalBytes) : all.length > 0 ? done / all.length : null,
  }
}

/** Never throws: what goes wrong on a host is its last progress. */
export const pullOnHost = async (
  host: Pick<Host, 'id' | 'name'>,
  engineOf: () => Engine,
  reference: string,
  onProgress: (progress: PullProgress) => void,
): Promise<PullProgress> => {
  const base = { hostId: host.id, hostName: host.name }
  const layers: Layers = new Map()
  let told = ''
  try {
    for await (const progress of pullImage(engineOf(), reference)) {
      const folded = foldLayer(layers, progress)
      if (folded.detail === told) continue
      told = folded.detail
      onProgress({ ...base, ...folded, state: 'running', error: null })
    }
    const done: PullProgress = { ...base, state: 'done', detail: told, fraction: 1, error: null }
    onProgress(done)
    return done
  } catch (error) {
    const failed: PullProgress = { ...base, state: 'failed', detail: told, fraction: null, error: messageOf(error) }
    onProgress(failed)
    return failed
  }
}

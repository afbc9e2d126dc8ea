// Pulls one image on several hosts at once and folds the engines' words about layers into one line a host.
import { asSentence } from '@/lib/as-sentence'
import type { Host } from '@/lib/contract/hosts'
import type { PullProgress } from '@/lib/contract/inventory'
import type { Engine } from '@/server/docker/engine'
import { pullImage } from '@/server/docker/pull'
import { createTransferProgress } from '@/server/docker/transfer-progress'
import { isAppError, messageOf } from '@/server/errors'
import type { RegistryAccess } from '@/server/registries/types'

/** Never throws: what goes wrong on a host is its last progress. */
export const pullOnHost = async (
  host: Pick<Host, 'id' | 'name'>,
  engineOf: () => Engine,
  reference: string,
  registries: Pick<RegistryAccess, 'authFor'>,
  onProgress: (progress: PullProgress) => void,
): Promise<PullProgress> => {
  const base = { hostId: host.id, hostName: host.name }
  const read = createTransferProgress()
  let told = ''
  try {
    const auth = await registries.authFor(reference)
    for await (const progress of pullImage(engineOf(), reference, { auth })) {
      const folded = read(progress)
      if (folded.detail === told) continue
      told = folded.detail
      onProgress({ ...base, ...folded, state: 'running', error: null })
    }
    const done: PullProgress = { ...base, state: 'done', detail: told, fraction: 1, error: null }
    onProgress(done)
    return done
  } catch (error) {
    const fix = isAppError(error) ? error.details?.fix : undefined
    const words = fix === undefined ? messageOf(error) : `${asSentence(messageOf(error))} ${fix}`
    const failed: PullProgress = { ...base, state: 'failed', detail: told, fraction: null, error: words }
    onProgress(failed)
    return failed
  }
}

// The configuration that an image brings along, asked of the engine that has it.
import type { Engine } from '@/server/docker/engine'
import { isMissing } from './put-back'
import type { Fields } from './types'

/** Null: the engine has no such image (any more). */
export async function imageConfig(engine: Engine, reference: string, timeoutMs?: number): Promise<Fields | null> {
  const path = `/images/${encodeURIComponent(reference)}/json`
  try {
    const image = await engine.json<{ Config?: Fields | null }>('GET', path, timeoutMs ? { timeoutMs } : {})
    return image.Config ?? {}
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

// What an engine says line by line while it pulls or pushes.
import type { IncomingMessage } from 'node:http'
import { parseAddress } from './address'
import type { Engine } from './engine'
import { jsonLines } from './json-lines'

export type TransferProgress = {
  /** Empty for what concerns the whole image. */
  layer: string
  /** The engine's words: `Downloading`, `Pull complete`, `Digest: sha256:…` */
  status: string
  current: number | null
  total: number | null
}

const asNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Throws what `failed` makes of the engine's words as soon as it says that it could not. */
export async function* transferLines(
  engine: Engine,
  response: IncomingMessage,
  what: string,
  failed: (words: string) => Error,
): AsyncGenerator<TransferProgress> {
  for await (const line of jsonLines(response, what, parseAddress(engine.address))) {
    const detail = line.errorDetail
    const said = typeof detail === 'object' && detail !== null && 'message' in detail ? asText(detail.message) : ''
    const failure = said || asText(line.error)
    if (failure) throw failed(failure)
    const progress = Object(line.progressDetail) as { current?: unknown; total?: unknown }
    yield {
      layer: asText(line.id),
      status: asText(line.status),
      current: asNumber(progress.current),
      total: asNumber(progress.total),
    }
  }
}

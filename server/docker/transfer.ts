// What an engine says line by line while it pulls or pushes.
import type { IncomingMessage } from 'node:http'
import { isAppError } from '@/server/errors'
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

type Transfer = {
  path: string
  query: Record<string, string | undefined>
  headers: Record<string, string>
  signal?: AbortSignal | undefined
  /** By its last words. */
  isEnd: RegExp
  failed: (words: string, cause?: unknown) => Error
}

/** Ends well only when the engine said that it did; throws what `failed` makes of its words otherwise. */
export async function* transfer(
  engine: Engine,
  { path, query, headers, signal, isEnd, failed }: Transfer,
): AsyncGenerator<TransferProgress> {
  // The head comes with the first progress, which waits for name resolution and the registry's first word.
  const asked = { query, headers, timeoutMs: 180_000, ...(signal ? { signal } : {}) }
  const response = await engine.stream('POST', path, asked).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'engine_error') throw failed(error.message, error)
    throw error
  })
  let ended = false
  for await (const progress of transferLines(engine, response, `POST ${path}`, failed)) {
    if (isEnd.test(progress.status)) ended = true
    yield progress
  }
  if (!ended) throw failed('the engine broke off')
}

/** Throws as soon as the engine says that it could not. */
async function* transferLines(
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

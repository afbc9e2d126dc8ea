// A pull on one host on behalf of a client: with the login that came with the request, else with the one that is stored.
import { parseAddress } from '@/server/docker/address'
import type { Engine } from '@/server/docker/engine'
import { jsonLines } from '@/server/docker/json-lines'
import { authHeader } from '@/server/docker/registry-auth'
import { AppError } from '@/server/errors'
import type { ProxyContext } from '../types'

export type ProgressLine = { status?: string; id?: string; error?: string; [key: string]: unknown }

/** The head comes with the first progress, which waits for the registry's first word. */
const firstWordMs = 180_000

/** The CLI always sends one; an empty one counts as none. */
export const isGiven = (header: string | string[] | undefined): header is string => {
  if (typeof header !== 'string' || header === '') return false
  try {
    return Object.values(JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as object).some(Boolean)
  } catch {
    return true
  }
}

export async function loginFor(
  { registries }: Pick<ProxyContext, 'registries'>,
  reference: string,
  given: string | string[] | undefined,
): Promise<Record<string, string>> {
  if (isGiven(given)) return { 'X-Registry-Auth': given }
  const stored = await registries.authFor(reference)
  return stored === undefined ? {} : authHeader(stored)
}

/** Throws engine_error with the engine's status or words when the pull fails. */
export async function pullOnHost(
  engine: Engine,
  query: Record<string, string>,
  headers: Record<string, string>,
  onLine: (line: ProgressLine) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  const response = await engine.stream('POST', '/images/create', {
    query,
    headers,
    timeoutMs: firstWordMs,
    ...(signal ? { signal } : {}),
  })
  for await (const each of jsonLines(response, 'POST /images/create', parseAddress(engine.address))) {
    const line = each as ProgressLine
    if (typeof line.error === 'string') throw new AppError('engine_error', line.error)
    onLine(line)
  }
}

// Requests whose length two readers could see differently are refused, not repaired; and so are those that a web page
// sends: this listener has no login, and a browser on the same machine reaches it. Pure.
import type { OutgoingHttpHeaders } from 'node:http'

type Pair = [name: string, value: string]

export function headerPairs(rawHeaders: readonly string[]): Pair[] {
  const pairs: Pair[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    pairs.push([(rawHeaders[at] as string).toLowerCase(), rawHeaders[at + 1] as string])
  }
  return pairs
}

const valuesOf = (pairs: readonly Pair[], name: string): string[] =>
  pairs.flatMap(([each, value]) => (each === name ? [value] : []))

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
/** Said to be of this hop only, these would vanish on the way. */
const neverHopByHop = new Set(['content-length', 'host', 'content-type', 'x-registry-auth'])

/** A sentence when request is not framed in the one way that everybody reads alike. */
export function oddFraming(method: string, rawHeaders: readonly string[]): string | null {
  if (!methods.has(method)) return `The Docker API has no method ${method}.`
  const pairs = headerPairs(rawHeaders)
  const lengths = valuesOf(pairs, 'content-length')
  const codings = valuesOf(pairs, 'transfer-encoding')
  if (lengths.length > 1) return 'The request has several Content-Length headers.'
  if (lengths.length === 1 && !/^\d{1,16}$/.test(lengths[0] as string)) return 'The Content-Length is not a number.'
  if (codings.length > 1) return 'The request has several Transfer-Encoding headers.'
  if (codings.length === 1 && (codings[0] as string).toLowerCase() !== 'chunked') {
    return 'The Transfer-Encoding is not chunked.'
  }
  if (lengths.length > 0 && codings.length > 0) return 'The request has both Content-Length and Transfer-Encoding.'
  if (valuesOf(pairs, 'host').length > 1) return 'The request has several Host headers.'
  if (hopNames(pairs).some((name) => neverHopByHop.has(name))) return 'The Connection header names what must be kept.'
  if (pairs.some(([name]) => name.includes('_') && /^(content|transfer)_/.test(name))) {
    return 'The request has a header that only looks like one of its framing.'
  }
  return null
}

/** A name without dots or an address: a page of somebody else's cannot have it, however its name is resolved. */
const localName = /^(\[[0-9a-f:.]+\]|\d{1,3}(\.\d{1,3}){3}|[a-z0-9_-]+|[a-z0-9_.-]+\.localhost)?(:\d{1,5})?$/i

/**
 * Under which names the listener is reached. `own`: only those that nobody else can give; `checked`: those in its certificate, which
 * clients have looked at; `any`: without TLS, beyond this machine, by whatever name it has there.
 */
export type ReachedBy = 'own' | 'checked' | 'any'

/**
 * Browsers say which languages their reader knows, and no page can keep them from it; clients of Docker have none. Programs on Node say
 * it too, but with a header that no page may set and that browsers do not send without `sec-fetch-site`.
 */
const readsForSomebody = (pairs: readonly Pair[]): boolean =>
  pairs.some(([name]) => name === 'accept-language' || name === 'referer') &&
  !pairs.some(([name]) => name === 'sec-fetch-mode')

export function browserRefusal(rawHeaders: readonly string[], reachedBy: ReachedBy = 'own'): string | null {
  const pairs = headerPairs(rawHeaders)
  if (pairs.some(([name]) => name === 'origin' || name === 'sec-fetch-site')) {
    return 'Web pages may not use the Docker API of Lotse.'
  }
  // What a page reads of the very address that it was loaded from has no origin; whoever answers for names here could lend it one.
  if (valuesOf(pairs, 'user-agent').some((value) => value.startsWith('Mozilla/'))) {
    return 'Browsers may not use the Docker API of Lotse.'
  }
  const host = valuesOf(pairs, 'host')[0] ?? ''
  if (reachedBy === 'checked' || localName.test(host)) return null
  if (reachedBy === 'own') return `The request is for ${host}, which is not this machine.`
  // Whose name it is nobody here knows: a client's for this machine, or that of a page which was led here by it.
  return readsForSomebody(pairs) ? 'Browsers may not use the Docker API of Lotse.' : null
}

const hopNames = (pairs: readonly Pair[]): string[] =>
  valuesOf(pairs, 'connection').flatMap((value) => value.split(',').map((name) => name.trim().toLowerCase()))

const ofThisHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  // Allowed on the next hop only with its own framing; the trailers themselves are carried all the same.
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const kept = (rawHeaders: readonly string[], without: readonly string[]): [string, string][] => {
  const hop = new Set([...ofThisHop, ...without, ...hopNames(headerPairs(rawHeaders))])
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (!hop.has(name.toLowerCase())) pairs.push([name, rawHeaders[at + 1] as string])
  }
  return pairs
}

/** What an engine is sent of a client's headers. */
export function requestHeaders(rawHeaders: readonly string[]): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = {}
  for (const [name, value] of kept(rawHeaders, ['host', 'expect', 'authorization', 'cookie'])) {
    const key = name.toLowerCase()
    const list = headers[key]
    if (list) list.push(value)
    else headers[key] = [value]
  }
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]),
  )
}

/** What a client is sent of an engine's, in the engine's order. */
export const answerHeaders = (rawHeaders: readonly string[]): string[] => kept(rawHeaders, []).flat()

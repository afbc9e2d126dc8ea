// One question to a registry's own API, with the login that it asks for on the way: a token from where the registry says, or
// the login itself. Read only, and never further than a manifest: layers stay where they are.
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { z } from 'zod'
import type { RegistryAuth } from '@/server/docker/registry-auth'
import { manifestTypes } from './manifest-size'
import { type Door, isElsewhere } from './registry-doors'

/** A manifest has a few kilobytes; the specification lets registries refuse more than this. */
const mostBytes = 4 * 2 ** 20
const mostRedirects = 3

/** Said by a registry that was reached: worth more than that another door stayed shut. */
export class RegistrySays extends Error {}

type Answer = { status: number; challenge: string; location: string; text: string }
type Asked = { url: URL; headers: Record<string, string>; isVerified: boolean; signal: AbortSignal }

/** Follows nothing: where a question may go on is decided step by step. */
const get = ({ url, headers, isVerified, signal }: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const isTls = url.protocol === 'https:'
    const options = { headers, signal, agent: false, ...(isTls ? { rejectUnauthorized: isVerified } : {}) }
    const sent = (isTls ? tlsRequest : plainRequest)(url, options, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > mostBytes) sent.destroy(new RegistrySays(`the answer of ${url.host} has no end`))
        else chunks.push(chunk)
      })
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          challenge: answer.headers['www-authenticate'] ?? '',
          location: answer.headers.location ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    sent.once('error', reject)
    sent.end()
  })

const parameterOf = (challenge: string, name: string): string | undefined =>
  new RegExp(`[ ,]${name}="([^"]*)"`, 'i').exec(challenge)?.[1]

const basic = ({ username, password }: RegistryAuth): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() })

const json = (url: URL, { text }: Answer): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new RegistrySays(`${url.host} answers something that is not JSON`)
  }
}

/** Cut short: it may be a page of a proxy. */
const refusal = (url: URL, { status, text }: Answer): RegistrySays => {
  const said = /"message":\s*"([^"]{1,200})"/.exec(text)?.[1]
  return new RegistrySays(
    said === undefined ? `${url.host} answers ${status}` : `${url.host} answers ${status}: ${said}`,
  )
}

/** An engine that trusts a door without a certificate trusts nobody else with that. */
const isVerifiedAt = ({ origin, isVerified }: Door, { hostname }: URL): boolean =>
  isVerified || hostname !== new URL(origin).hostname

/** Without TLS only from a door that has none either, and to no other host. */
const isOpenDoor = ({ origin }: Door, { protocol, hostname }: URL): boolean => {
  const door = new URL(origin)
  return protocol === 'http:' && door.protocol === 'http:' && hostname === door.hostname
}

/** Where an answer leads on to; null: nowhere. */
const nextAfter = (door: Door, url: URL, { status, location }: Answer): URL | null => {
  const isRedirect = location !== '' && [301, 302, 303, 307, 308].includes(status)
  if (!isRedirect || !URL.canParse(location, url)) return null
  const next = new URL(location, url)
  const isAllowed = (url.protocol === 'https:' && next.protocol === 'https:') || isOpenDoor(door, next)
  if (!isAllowed || isElsewhere(door.isNear, next))
    throw new RegistrySays(`${url.host} leads to ${next.origin}, where Lotse does not follow`)
  return next
}

/** The header that a registry wants; undefined: it says no way to get one. */
const authorizationFor = async (
  challenge: string,
  door: Door,
  auth: RegistryAuth | undefined,
  signal: AbortSignal,
): Promise<string | undefined> => {
  if (/^basic\b/i.test(challenge)) return auth === undefined ? undefined : basic(auth)
  const realm = parameterOf(challenge, 'realm')
  if (!/^bearer\b/i.test(challenge) || realm === undefined || !URL.canParse(realm)) return undefined
  const url = new URL(realm)
  if (url.protocol !== 'https:' && !isOpenDoor(door, url))
    throw new RegistrySays(`${door.origin} wants a token from ${url.origin}, which has no TLS`)
  if (isElsewhere(door.isNear, url))
    throw new RegistrySays(`${door.origin} wants a token from ${url.origin}, which is on the machine of the engine`)
  for (const name of ['service', 'scope']) {
    const value = parameterOf(challenge, name)
    if (value !== undefined) url.searchParams.set(name, value)
  }
  const headers: Record<string, string> = auth === undefined ? {} : { authorization: basic(auth) }
  const answer = await get({ url, headers, isVerified: isVerifiedAt(door, url), signal })
  if (answer.status !== 200) throw refusal(url, answer)
  const said = tokenAnswer.safeParse(json(url, answer))
  const token = said.success ? (said.data.token ?? said.data.access_token) : undefined
  return token === undefined ? undefined : `Bearer ${token}`
}

export type AskManifest = {
  door: Door
  /** `library/redis` */
  path: string
  auth: RegistryAuth | undefined
  signal: AbortSignal
}

/** Asks for the manifests of one repository; the token of the first answer serves the next. Throws what went wrong in words. */
export const manifestsAt = ({ door, path, auth, signal }: AskManifest) => {
  const login = door.takesLogin ? auth : undefined
  /** Said to who asked for it, and to no other that an answer leads to. */
  let granted: { origin: string; authorization: string } | undefined
  const ask = async (first: URL): Promise<{ url: URL; answer: Answer }> => {
    let url = first
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const authorization = granted?.origin === url.origin ? granted.authorization : undefined
      const headers = { accept: manifestTypes.join(', '), ...(authorization && { authorization }) }
      const answer = await get({ url, headers, isVerified: isVerifiedAt(door, url), signal })
      const next = nextAfter(door, url, answer)
      if (next === null) return { url, answer }
      url = next
    }
    throw new RegistrySays(`${first.host} leads on more than ${mostRedirects} times`)
  }
  return async (tagOrDigest: string): Promise<unknown> => {
    const first = new URL(`${door.origin}/v2/${path}/manifests/${tagOrDigest}`)
    let { url, answer } = await ask(first)
    if (answer.status === 401) {
      const known = url.origin === first.origin ? login : undefined
      const authorization = await authorizationFor(answer.challenge, door, known, signal)
      if (authorization !== undefined) {
        granted = { origin: url.origin, authorization }
        ;({ url, answer } = await ask(first))
      }
    }
    if (answer.status !== 200) throw refusal(url, answer)
    return json(url, answer)
  }
}

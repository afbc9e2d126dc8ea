// A login at a registry as engines want it in their headers, and what a registry's refusal means.
import { AppError } from '@/server/errors'
import { parseImageReference } from './image-reference'

export type RegistryAuth = { username: string; password: string; address: string }

export const dockerHub = 'docker.io'
/** Docker Hub's own, older name, under which engines look its login up. */
const serverAddress = (address: string): string => (address === dockerHub ? 'https://index.docker.io/v1/' : address)

/** Host and port of the registry an image comes from. */
export const registryOf = (reference: string): string =>
  parseImageReference(reference).registry?.toLowerCase() ?? dockerHub

export const authBody = ({ username, password, address }: RegistryAuth) => ({
  username,
  password,
  serveraddress: serverAddress(address),
})

/** With its padding: without it engines take the end for cut off, and go on as if there were no login. */
const encoded = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')

/** X-Registry-Auth; a push needs one even when there is no login. */
export const authHeader = (auth: RegistryAuth | undefined): { 'X-Registry-Auth': string } => ({
  'X-Registry-Auth': encoded(auth === undefined ? {} : authBody(auth)),
})

/** X-Registry-Config: a build may pull from any of them. */
export const authsHeader = (auths: readonly RegistryAuth[]): Record<string, string> =>
  auths.length === 0
    ? {}
    : {
        'X-Registry-Config': encoded(
          Object.fromEntries(
            auths.map((auth) => [serverAddress(auth.address), { username: auth.username, password: auth.password }]),
          ),
        ),
      }

const hidden = '••••••'
/** A registry may answer with what it was sent, and its words go into logs, answers and the journal. */
export const wordsWithout = (auth: RegistryAuth | undefined, words: string): string => {
  if (auth === undefined) return words
  const { username, password } = auth
  const secrets = [password, encodeURIComponent(password)].filter((secret) => secret.length > 3)
  const sent = [Buffer.from(`${username}:${password}`).toString('base64'), encoded(authBody(auth))]
  return [...sent, ...secrets].reduce((text, secret) => text.replaceAll(secret, hidden), words)
}

/** Which registry the words of an engine are about, when a build speaks of images that its files name. */
export const registryIn = (words: string): string | null => {
  const image = /(?:pull access denied for|manifest for) ([^\s,]+)/.exec(words)?.[1]
  if (image !== undefined) return registryOf(image)
  const host = /https?:\/\/([^/"\s]+)\/v[12]\//.exec(words)?.[1]
  return host === undefined ? null : /(^|\.)docker\.io$/.test(host) ? dockerHub : host
}

const isDenial = (words: string): boolean =>
  /unauthorized|denied|authentication required|no basic auth|incorrect username or password|\b401\b/i.test(words)

export type RegistryMeaning = { message?: string; fix?: string }

/** Who was refused where, and what to do; empty when the words say nothing known. */
export const registryMeaning = (address: string, username: string | undefined, words: string): RegistryMeaning => {
  const place = 'under Settings, Registries'
  if (/http response to https client/i.test(words)) {
    return {
      fix: `${address} speaks no TLS: give it a certificate, or add it to insecure-registries of the engines that may trust it.`,
    }
  }
  if (/x509|certificate/i.test(words)) {
    return { fix: `Give the engines the certificate authority of ${address} (/etc/docker/certs.d/${address}/ca.crt).` }
  }
  if (isDenial(words)) {
    return username === undefined
      ? {
          message: `${address} wants a login`,
          fix: `Check the name of the image, or add a login for ${address} ${place}.`,
        }
      : {
          message: `${address} refused the user ${username}`,
          fix: `Check the login of ${username} for ${address} ${place}, and what that user may do there.`,
        }
  }
  if (/not found|manifest unknown|does not exist|no such (image|manifest)/i.test(words))
    return { fix: 'Check name and tag.' }
  if (/toomanyrequests|rate limit|\b429\b/i.test(words)) {
    return {
      fix: username === undefined ? `Add a login for ${address} ${place}, or wait.` : 'Wait, or use another account.',
    }
  }
  if (/no such host|connection refused|timeout|timed out|i\/o|EOF|deadline|no route/i.test(words)) {
    return { fix: `Check that the host reaches ${address}.` }
  }
  if (/no space left/i.test(words)) return { fix: 'Make room on the disk of the host, or of the registry.' }
  return {}
}

/** `act`: what did not happen, e.g. `cannot be pulled`. */
export const registryError = (
  act: string,
  reference: string,
  words: string,
  auth: RegistryAuth | undefined,
  cause?: unknown,
): AppError => {
  const address = registryOf(reference)
  const shown = wordsWithout(auth, words)
  const { message, fix } = registryMeaning(address, auth?.username, shown)
  const code = /no space left/i.test(shown) ? 'disk_full' : 'registry_error'
  const said = message === undefined ? shown : `${message} (${shown})`
  const details = { reference, registry: address, ...(fix ? { fix } : {}) }
  return new AppError(code, `${reference} ${act}: ${said}`, { details, cause: shown === words ? cause : undefined })
}

// From the headers of a request to who sends it, the same for the API, WebSockets and pages.
import { AppError } from '@/server/errors'
import type { Auth } from './auth'
import { readSessionCookie } from './cookie'
import type { Identity } from './identity'
import { isSameText } from './opaque-token'
import { isOwnOrigin, type OriginRule } from './origin'

export const csrfHeader = 'x-csrf-token'
export type AccessRule = OriginRule & { isSecure: boolean }
type Read = (name: string) => string | null | undefined

const bearer = /^Bearer\s+(\S+)\s*$/i

/** Null: nobody we know. */
export const identify = async (auth: Auth, rule: AccessRule, header: Read): Promise<Identity | null> => {
  const authorization = header('authorization')
  // A wrong token is nobody, whatever cookie comes with it.
  if (authorization) return await auth.tokens.read(bearer.exec(authorization)?.[1] ?? '')
  const cookie = readSessionCookie(header('cookie'), rule.isSecure)
  return cookie === null ? null : await auth.sessions.read(cookie)
}

/** Throws forbidden for a request that a page of another origin had sent. */
export const requireOwnOrigin = (rule: AccessRule, header: Read): void => {
  if (!isOwnOrigin(header('origin'), header('host'), rule)) {
    throw new AppError('forbidden', `Requests from pages of ${header('origin')} are not accepted.`, {
      details: { fix: 'Behind a proxy, set LOTSE_PUBLIC_URL to the address that browsers use.' },
    })
  }
}

/** A session is sent along by the browser whoever wrote the page, so a change must also prove that our page asked. */
export const requireIntent = (identity: Identity, rule: AccessRule, header: Read): void => {
  if (identity.via.kind === 'token') return
  requireOwnOrigin(rule, header)
  if (!isSameText(header(csrfHeader) ?? '', identity.via.csrfToken)) {
    throw new AppError('csrf', 'The request does not carry the CSRF token of this session.', {
      details: { fix: `Read csrfToken from GET /api/v1/session and send it as ${csrfHeader}.` },
    })
  }
}

// Signing in and out, the session that asks, its password.
import { changePasswordRequest, loginRequest, session } from '@/lib/contract/auth'
import { requireOwnOrigin } from '@/server/auth/authenticate'
import { endedCookie, sessionCookie } from '@/server/auth/cookie'
import type { Identity } from '@/server/auth/identity'
import { longestMs } from '@/server/auth/sessions'
import { AppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'session'

const sessionOf = (identity: Identity) => {
  if (identity.via.kind === 'token') {
    throw new AppError('not_supported', 'A token has no session.', {
      details: { fix: 'Tokens need no CSRF token: send your changes as they are.' },
    })
  }
  const { csrfToken, expiresAt } = identity.via
  return { username: identity.username, role: identity.role, csrfToken, expiresAt: expiresAt.toISOString() }
}

export const sessionRoutes = ({ auth, access, clock }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'post',
    path: '/api/v1/session',
    tag,
    summary: 'Sign in; sets the session cookie',
    access: 'public',
    body: loginRequest,
    response: session,
    audit: { action: 'auth.login', target: ({ body }) => body.username.slice(0, 100) },
    handle: async ({ body, address, request, note, actAs }) => {
      requireOwnOrigin(access, (name) => request.headers.get(name))
      note(`from ${address}`)
      const { cookie, identity } = await auth.login(body.username, body.password, address)
      actAs(identity)
      // The cookie lives as long as a session can; when it really ends the server decides.
      const expiresAt = new Date(clock().getTime() + longestMs)
      return Response.json(sessionOf(identity), {
        headers: { 'set-cookie': sessionCookie(cookie, expiresAt, access.isSecure) },
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/session',
    tag,
    summary: 'Who is signed in, and the CSRF token that changes must carry',
    response: session,
    handle: ({ identity }) => sessionOf(identity),
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/session',
    tag,
    summary: 'Sign out',
    audit: { action: 'auth.logout', target: () => 'session' },
    handle: async ({ identity }) => {
      if (identity.via.kind === 'session') await auth.sessions.close(identity.via.id)
      return new Response(null, { status: 204, headers: { 'set-cookie': endedCookie(access.isSecure) } })
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/session/password',
    tag,
    summary: 'Change the password; every other session ends',
    body: changePasswordRequest,
    audit: { action: 'auth.password', target: () => 'own password' },
    handle: async ({ body, identity, address }) => {
      if (identity.via.kind === 'token') throw new AppError('forbidden', 'A token cannot change the password.')
      await auth.changePassword(identity, body.current, body.next, address)
      return undefined
    },
  }),
]

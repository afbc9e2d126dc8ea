// Who may come in: the first admin, signing in, and recognising who sends a request.
import { randomUUID } from 'node:crypto'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import { type ApiTokens, createApiTokens } from './api-tokens'
import type { Clock, Identity } from './identity'
import { createLoginLimit, type LoginLimit } from './login-limit'
import { generatePassword, hashPassword, isPassword, pretendToVerify } from './password'
import { createSessions, type Sessions } from './sessions'

export type Auth = {
  sessions: Sessions
  tokens: ApiTokens
  /** Makes `admin` when nobody is there yet. Returns the password it made up, which is to be shown once; else null. */
  ensureAdmin(password: string | null): Promise<{ password: string } | null>
  /** Throws unauthenticated, the same for a wrong name and a wrong password, or rate_limited. */
  login(username: string, password: string, address: string): Promise<{ cookie: string; identity: Identity }>
  /** Ends every other session of this user. */
  changePassword(identity: Identity, current: string, next: string, address: string): Promise<void>
}

export const createAuth = (
  db: Database,
  clock: Clock = () => new Date(),
  limit: LoginLimit = createLoginLimit(),
): Auth => {
  const sessions = createSessions(db, clock)
  const wrong = (message: string) =>
    new AppError('unauthenticated', message, { details: { fix: 'Check both and try again.' } })
  return {
    sessions,
    tokens: createApiTokens(db, clock),
    ensureAdmin: async (given) => {
      if ((await db.user.count()) > 0) return null
      const password = given ?? generatePassword()
      const passwordHash = await hashPassword(password)
      await db.user.create({ data: { id: randomUUID(), username: 'admin', passwordHash } })
      return given === null ? { password } : null
    },
    login: async (username, password, address) => {
      await limit.take(address, username)
      const user = await db.user.findUnique({ where: { username } })
      if (user === null) await pretendToVerify(password)
      if (user === null || !(await isPassword(user.passwordHash, password))) {
        throw wrong('This name and password do not belong together.')
      }
      await limit.forgive(address, username)
      return sessions.open(user)
    },
    changePassword: async (identity, current, next, address) => {
      await limit.take(address, identity.username)
      const user = await db.user.findUnique({ where: { id: identity.userId } })
      if (user === null || !(await isPassword(user.passwordHash, current))) {
        throw new AppError('forbidden', 'The current password is wrong.')
      }
      await limit.forgive(address, identity.username)
      await db.user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(next) } })
      await sessions.closeOthers(user.id, identity.via.kind === 'session' ? identity.via.id : undefined)
    },
  }
}

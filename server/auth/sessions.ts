// Sessions of the console. Each use pushes the end out, up to a limit that no use moves.
import type { Database } from '@/server/db/client'
import type { Clock, Identity } from './identity'
import { digestOf, newOpaqueToken } from './opaque-token'

const dayMs = 86_400_000
export const idleMs = 7 * dayMs
export const longestMs = 30 * dayMs
/** How stale `lastSeenAt` may be, so that reading a page does not mean writing to the disk. */
const touchEveryMs = 60_000

export type Sessions = {
  /** The value for the cookie, and who it stands for. */
  open(user: { id: string; username: string }): Promise<{ cookie: string; identity: Identity }>
  read(cookie: string): Promise<Identity | null>
  close(id: string): Promise<void>
  closeOthers(userId: string, keepId?: string): Promise<void>
}

export const createSessions = (db: Database, clock: Clock): Sessions => {
  const endOf = (createdAt: Date, now: Date) =>
    new Date(Math.min(now.getTime() + idleMs, createdAt.getTime() + longestMs))
  const identityOf = (
    session: { id: string; csrfToken: string; expiresAt: Date },
    user: { id: string; username: string },
  ): Identity => ({
    userId: user.id,
    username: user.username,
    role: 'admin',
    actor: user.username,
    via: { kind: 'session', id: session.id, csrfToken: session.csrfToken, expiresAt: session.expiresAt },
  })
  return {
    open: async (user) => {
      const now = clock()
      await db.session.deleteMany({ where: { expiresAt: { lte: now } } })
      const cookie = newOpaqueToken()
      const session = await db.session.create({
        data: {
          id: digestOf(cookie),
          userId: user.id,
          csrfToken: newOpaqueToken(),
          createdAt: now,
          lastSeenAt: now,
          expiresAt: endOf(now, now),
        },
      })
      return { cookie, identity: identityOf(session, user) }
    },
    read: async (cookie) => {
      const now = clock()
      const session = await db.session.findUnique({ where: { id: digestOf(cookie) }, include: { user: true } })
      if (session === null || session.expiresAt <= now) return null
      if (now.getTime() - session.lastSeenAt.getTime() < touchEveryMs) return identityOf(session, session.user)
      const expiresAt = endOf(session.createdAt, now)
      // updateMany: the session may have been closed in between, which is no failure. Nor is a database that cannot
      // be written just now: reading the console must go on.
      await db.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now, expiresAt } }).catch(() => {})
      return identityOf({ ...session, expiresAt }, session.user)
    },
    close: async (id) => void (await db.session.deleteMany({ where: { id } })),
    closeOthers: async (userId, keepId) =>
      void (await db.session.deleteMany({ where: { userId, ...(keepId ? { NOT: { id: keepId } } : {}) } })),
  }
}

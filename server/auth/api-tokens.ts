// Tokens for scripts: shown once, stored as digests, usable until they expire or are removed.
import { randomUUID } from 'node:crypto'
import type { ApiToken } from '@/lib/contract/auth'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import type { Clock, Identity } from './identity'
import { digestOf, newOpaqueToken } from './opaque-token'

const dayMs = 86_400_000
const touchEveryMs = 60_000
/** Tells people and secret scanners what they are looking at. */
const prefix = 'lotse_'

export type ApiTokens = {
  create(userId: string, name: string, expiresInDays?: number): Promise<ApiToken & { token: string }>
  list(userId: string): Promise<ApiToken[]>
  /** Returns the name of what was removed. */
  remove(userId: string, id: string): Promise<string>
  read(token: string): Promise<Identity | null>
}

type Row = { id: string; name: string; createdAt: Date; expiresAt: Date | null; lastUsedAt: Date | null }
const tokenOf = ({ id, name, createdAt, expiresAt, lastUsedAt }: Row): ApiToken => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})

export const createApiTokens = (db: Database, clock: Clock): ApiTokens => ({
  create: async (userId, name, expiresInDays) => {
    if (await db.apiToken.findFirst({ where: { userId, name } })) {
      throw new AppError('name_taken', `You already have a token named ${name}.`, {
        details: { fix: 'Choose another name, or remove the old token first.' },
      })
    }
    const token = prefix + newOpaqueToken()
    const now = clock()
    const row = await db.apiToken.create({
      data: {
        id: randomUUID(),
        userId,
        name,
        hash: digestOf(token),
        createdAt: now,
        expiresAt: expiresInDays === undefined ? null : new Date(now.getTime() + expiresInDays * dayMs),
      },
    })
    return { ...tokenOf(row), token }
  },
  list: async (userId) =>
    (await db.apiToken.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } })).map(tokenOf),
  remove: async (userId, id) => {
    const row = await db.apiToken.findFirst({ where: { userId, id } })
    if (row === null) throw new AppError('not_found', 'There is no such token.')
    await db.apiToken.deleteMany({ where: { id } })
    return row.name
  },
  read: async (token) => {
    if (!token.startsWith(prefix)) return null
    const now = clock()
    const row = await db.apiToken.findUnique({ where: { hash: digestOf(token) }, include: { user: true } })
    if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= touchEveryMs) {
      await db.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } }).catch(() => {})
    }
    return {
      userId: row.userId,
      username: row.user.username,
      role: 'admin',
      actor: `token:${row.name}`,
      via: { kind: 'token', id: row.id },
    }
  },
})

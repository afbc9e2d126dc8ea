// Bearer tokens of the Docker API: shown once, stored as digests, of use nowhere else, so that a reader's opens no console.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type CreatedDockerToken, type DockerRole, type DockerToken, dockerRole } from '@/lib/contract/docker-access'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'

export type TokenStore = {
  list(): Promise<DockerToken[]>
  create(asked: {
    userId: string
    name: string
    role: DockerRole
    expiresInDays?: number | undefined
  }): Promise<CreatedDockerToken>
  /** Returns the name of what was removed. */
  remove(id: string): Promise<string>
  read(token: string): Promise<{ user: string; name: string; role: DockerRole } | null>
}

const dayMs = 86_400_000
const touchEveryMs = 60_000
/** Tells people and secret scanners what they are looking at. */
const prefix = 'lotse_docker_'
const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

type Row = { id: string; name: string; role: string; createdAt: Date; expiresAt: Date | null; lastUsedAt: Date | null }
const tokenOf = ({
  id,
  name,
  role,
  createdAt,
  expiresAt,
  lastUsedAt,
  user,
}: Row & { user: { username: string } }): DockerToken => ({
  id,
  name,
  user: user.username,
  role: dockerRole.parse(role),
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})
const include = { user: { select: { username: true } } } as const

export const createTokenStore = (db: Database, clock: () => Date): TokenStore => ({
  list: async () => (await db.dockerToken.findMany({ include, orderBy: { createdAt: 'desc' } })).map(tokenOf),
  create: async ({ userId, name, role, expiresInDays }) => {
    if (await db.dockerToken.findFirst({ where: { userId, name } })) {
      throw new AppError('name_taken', `You already have a token named ${name}.`, {
        details: { fix: 'Choose another name, or remove the old token first.' },
      })
    }
    const token = prefix + randomBytes(32).toString('base64url')
    const now = clock()
    const expiresAt = expiresInDays === undefined ? null : new Date(now.getTime() + expiresInDays * dayMs)
    const row = await db.dockerToken.create({
      data: { id: randomUUID(), userId, name, role, hash: digestOf(token), createdAt: now, expiresAt },
      include,
    })
    return { ...tokenOf(row), token }
  },
  remove: async (id) => {
    const row = await db.dockerToken.findUnique({ where: { id } })
    if (row === null) throw new AppError('not_found', 'There is no such token.')
    await db.dockerToken.deleteMany({ where: { id } })
    return row.name
  },
  read: async (token) => {
    if (!token.startsWith(prefix)) return null
    const now = clock()
    const row = await db.dockerToken.findUnique({ where: { hash: digestOf(token) }, include })
    if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= touchEveryMs) {
      await db.dockerToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } }).catch(() => {})
    }
    return { user: row.user.username, name: row.name, role: dockerRole.parse(row.role) }
  },
})

// Certificates that were handed out: a row each, by serial. What has no row, or a revoked one, opens nothing, whoever has signed it.
import { type DockerCertificate, type DockerRole, dockerRole } from '@/lib/contract/docker-access'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'

export type CertificateStore = {
  list(): Promise<DockerCertificate[]>
  add(row: {
    serial: string
    userId: string
    name: string
    role: DockerRole
    expiresAt: Date
  }): Promise<DockerCertificate>
  /** Returns what it is called. */
  revoke(serial: string): Promise<string>
  /** In use from now on; null: unknown or revoked. */
  read(serial: string): Promise<{ user: string; name: string; role: DockerRole } | null>
}

const touchEveryMs = 60_000

type Row = Omit<DockerCertificate, 'user' | 'role' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'> & {
  user: { username: string }
  role: string
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  lastUsedAt: Date | null
}
const certificateOf = (row: Row): DockerCertificate => ({
  serial: row.serial,
  user: row.user.username,
  name: row.name,
  role: dockerRole.parse(row.role),
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})
const include = { user: { select: { username: true } } } as const

export const createCertificateStore = (db: Database, clock: () => Date): CertificateStore => ({
  list: async () =>
    (await db.dockerCertificate.findMany({ include, orderBy: { createdAt: 'desc' } })).map(certificateOf),
  add: async (data) =>
    certificateOf(await db.dockerCertificate.create({ data: { ...data, createdAt: clock() }, include })),
  revoke: async (serial) => {
    const row = await db.dockerCertificate.findUnique({ where: { serial } })
    if (row === null) throw new AppError('not_found', 'There is no such certificate.')
    if (row.revokedAt === null)
      await db.dockerCertificate.updateMany({ where: { serial }, data: { revokedAt: clock() } })
    return row.name
  },
  read: async (serial) => {
    const row = await db.dockerCertificate.findUnique({ where: { serial }, include })
    if (row === null || row.revokedAt !== null) return null
    const now = clock()
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= touchEveryMs) {
      await db.dockerCertificate.updateMany({ where: { serial }, data: { lastUsedAt: now } }).catch(() => {})
    }
    return { user: row.user.username, name: row.name, role: dockerRole.parse(row.role) }
  },
})

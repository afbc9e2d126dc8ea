// Logins at registries: kept once, sealed, and sent with each pull, push and build, so that no host has to be logged in.
import type { Registry, RegistryTest } from '@/lib/contract/registries'
import type { Cluster } from '@/server/cluster/types'
import type { Database } from '@/server/db/client'
import { authBody, type RegistryAuth, registryMeaning, registryOf, wordsWithout } from '@/server/docker/registry-auth'
import { AppError, isAppError, messageOf } from '@/server/errors'
import type { SecretBox } from './secret-box'
import type { BuildRegistry, Registries } from './types'

export type RegistriesDeps = {
  db: Database
  cluster: Cluster
  box: SecretBox
  /** Of the settings: where builds go, and the login there when it is not kept in the database. */
  builds: (BuildRegistry & { login: { username: string; password: string } | null }) | null
}

const testTimeoutMs = 30_000

type Row = { address: string; username: string; password: string; updatedAt: Date }
/** A login moved to another row, by whoever can write to the database, would go to a registry of their choice. */
const contextOf = ({ address, username }: Pick<Row, 'address' | 'username'>) => `registry ${address} ${username}`

export const createRegistries = ({ db, cluster, box, builds }: RegistriesDeps): Registries => {
  const fixed: RegistryAuth | null =
    builds === null || builds.login === null ? null : { ...builds.login, address: builds.address }

  const passwordOf = (row: Row) => box.open(row.password, contextOf(row))
  const authOfRow = (row: Row): RegistryAuth => {
    const { address, username } = row
    const password = passwordOf(row)
    if (password !== null) return { address, username, password }
    throw new AppError(
      'registry_error',
      `The password of ${username} for ${address} cannot be opened: it was sealed with another key.`,
      {
        details: { fix: 'Enter it again under Settings, Registries, or start Lotse with the key that sealed it.' },
      },
    )
  }
  const authAt = async (address: string): Promise<RegistryAuth | undefined> => {
    if (fixed?.address === address) return fixed
    const row = await db.registry.findUnique({ where: { address } })
    return row === null ? undefined : authOfRow(row)
  }
  const prefixAt = (address: string) => (builds?.address === address ? builds.prefix : null)
  const shown = (row: Row): Registry => ({
    address: row.address,
    username: row.username,
    source: 'console',
    buildPrefix: prefixAt(row.address),
    changedAt: row.updatedAt.toISOString(),
    isReadable: passwordOf(row) !== null,
  })
  const given = (): Registry[] =>
    builds === null
      ? []
      : [
          {
            address: builds.address,
            username: fixed?.username ?? null,
            source: 'settings',
            buildPrefix: builds.prefix,
            changedAt: null,
            isReadable: true,
          },
        ]

  const testOn = async (host: { id: string; name: string }, auth: RegistryAuth): Promise<RegistryTest[number]> => {
    const base = { hostId: host.id, hostName: host.name }
    try {
      const body = authBody(auth)
      await cluster.engine(host.id).json('POST', '/auth', { body, timeoutMs: testTimeoutMs })
      return { ...base, ok: true, message: `${auth.address} accepts ${auth.username}` }
    } catch (error) {
      if (!isAppError(error)) throw error
      const words = wordsWithout(auth, messageOf(error))
      const { message, fix } =
        error.code === 'engine_error'
          ? registryMeaning(auth.address, auth.username, words)
          : { message: undefined, fix: error.details?.fix }
      return {
        ...base,
        ok: false,
        message: message === undefined ? words : `${message} (${words})`,
        // Who was refused and where is all there is to say to somebody who is just typing the login.
        ...(fix && message === undefined ? { fix } : {}),
      }
    }
  }

  return {
    builds: builds === null ? null : { address: builds.address, prefix: builds.prefix },
    authFor: (reference) => authAt(registryOf(reference)),
    allAuths: async () => {
      const rows = await db.registry.findMany()
      const stored = rows
        .filter(({ address }) => address !== fixed?.address)
        // A build that needs none of it must not fail for a login that cannot be opened.
        .flatMap((row) => (passwordOf(row) === null ? [] : [authOfRow(row)]))
      return [...(fixed === null ? [] : [fixed]), ...stored]
    },
    pushedDigest: async (reference) => (await db.pushedImage.findUnique({ where: { reference } }))?.digest,
    notePushed: async (reference, digest) => {
      await db.pushedImage.upsert({ where: { reference }, create: { reference, digest }, update: { digest } })
    },
    list: async () => {
      const rows = await db.registry.findMany({ orderBy: { address: 'asc' } })
      const own = given().filter(
        ({ address, username }) => username !== null || !rows.some((row) => row.address === address),
      )
      return [...own, ...rows.filter(({ address }) => address !== fixed?.address).map(shown)]
    },
    put: async (address, { username, password }) => {
      if (fixed?.address === address) {
        throw new AppError('conflict', `The login for ${address} is given by Lotse's settings.`, {
          details: { fix: 'Change LOTSE_REGISTRY_USER and its password where Lotse is started.' },
        })
      }
      const data = { username, password: box.seal(password, contextOf({ address, username })) }
      return shown(await db.registry.upsert({ where: { address }, create: { address, ...data }, update: data }))
    },
    remove: async (address) => {
      const { count } = await db.registry.deleteMany({ where: { address } })
      if (count === 0) throw new AppError('not_found', `There is no stored login for ${address}.`)
    },
    test: async ({ address, username, password }) => {
      const auth =
        username !== undefined && password !== undefined ? { address, username, password } : await authAt(address)
      if (auth === undefined) throw new AppError('not_found', `There is no stored login for ${address}.`)
      const hosts = cluster.hosts().filter(({ state }) => state === 'healthy')
      if (hosts.length === 0) throw new AppError('host_unreachable', 'No host answers that could ask the registry.')
      return Promise.all(hosts.map((host) => testOn(host, auth)))
    },
  }
}

// The whole API over a real database, a cluster of fake engines and fake stacks, signed in or not.
import { randomBytes } from 'node:crypto'
import type { Session } from '@/lib/contract/auth'
import { createActivity } from '@/server/activity/activity'
import { createConsoleApi } from '@/server/api/api'
import type { ApiParts } from '@/server/api/parts'
import { createTerminals } from '@/server/api/terminals/terminals'
import { createAuth } from '@/server/auth/auth'
import { createLoginLimit } from '@/server/auth/login-limit'
import { createPreferenceStore } from '@/server/auth/preferences'
import type { ClusterTimes } from '@/server/cluster/options'
import { createDeathStore } from '@/server/deaths/death-store'
import { openAuthority } from '@/server/docker-access/authority'
import { createDockerAccess } from '@/server/docker-access/docker-access'
import { createDownloadSizes } from '@/server/image-sizes/download-sizes'
import { createMoves } from '@/server/moves/moves'
import { createNetworks } from '@/server/networks/networks'
import { createRegistries } from '@/server/registries/registries'
import { createSecretBox, keyBytes } from '@/server/registries/secret-box'
import { createUpdates } from '@/server/updates/updates'
import { openTestCluster } from './cluster'
import { temporaryDatabase } from './database'
import { fakeStacks } from './fake-stacks'
import { silentLog } from './host-store'

export const testPassword = 'correct horse battery'
export type TestApi = Awaited<ReturnType<typeof openTestApi>>
export type Answer = { status: number; headers: Headers; body: unknown; text: string }

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const openTestApi = async (over: Partial<ApiParts> = {}, times: Partial<ClusterTimes> = {}) => {
  const store = await temporaryDatabase()
  const test = openTestCluster(times)
  const stacks = fakeStacks()
  const time = { nowMs: Date.now() }
  const clock = () => new Date(time.nowMs)
  const auth = createAuth(store.db, clock, createLoginLimit({ perName: 5, perAddress: 1000 }))
  await auth.ensureAdmin(testPassword)
  await test.cluster.start()
  const activity = createActivity(store.db)
  const registries = createRegistries({
    db: store.db,
    cluster: test.cluster,
    box: createSecretBox(randomBytes(keyBytes)),
    builds: null,
  })
  const { cluster } = test
  const moves = createMoves({ db: store.db, cluster, stacks, registries, activity, log: silentLog, strategy: 'spread' })
  const authority = openAuthority(store.directory, createSecretBox(randomBytes(keyBytes)))
  const dockerAccess = await createDockerAccess({
    db: store.db,
    log: silentLog,
    clock,
    mode: { kind: 'own', authority, names: () => ['localhost', '127.0.0.1'] },
    listen: { port: 2376 },
  })
  const parts: ApiParts = {
    auth,
    access: { publicUrl: null, isTls: false, isSecure: false },
    activity,
    log: silentLog,
    cluster: test.cluster,
    networks: createNetworks({ cluster: test.cluster, log: silentLog }),
    preferenceStore: createPreferenceStore(store.db),
    deathStore: createDeathStore(store.db),
    beforeRemoval: async () => {},
    registries,
    dockerAccess,
    stacks,
    moves,
    downloadSizes: createDownloadSizes({ cluster, registries, now: clock }),
    updates: createUpdates({ cluster, registries, log: silentLog, now: clock, everyHours: 0 }),
    rescheduling: () => null,
    strategy: 'spread',
    terminals: createTerminals({ cluster: test.cluster, activity, epoch: 'epoch-1', log: silentLog }),
    epoch: 'epoch-1',
    clock,
    checkResponses: true,
    ...over,
  }
  const { api, endpoints } = createConsoleApi(parts, { version: '0.0.0', isReady: () => true })

  /** As it comes: no session, no token. */
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await api.request(
      `http://localhost${path}`,
      { method, ...init },
      { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: bodyOf(text) }
  }
  const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
  const login = async (headers: Record<string, string> = {}) => {
    const answer = await send('POST', '/api/v1/session', json({ username: 'admin', password: testPassword }, headers))
    const session = answer.body as Session
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const own = { cookie, 'x-csrf-token': session.csrfToken }
    /** As the console does. */
    const call = (method: string, path: string, body?: unknown) =>
      send(method, `/api/v1${path}`, body === undefined ? { headers: own } : json(body, own))
    return { answer, session, cookie, own, call }
  }
  return {
    api,
    endpoints,
    parts,
    auth,
    activity,
    dockerAccess,
    authority,
    stacks,
    store,
    time,
    cluster: test.cluster,
    engine: test.engine,
    send,
    json,
    login,
    end: async () => {
      await moves.stop()
      await test.end()
      await store.close()
    },
  }
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { type Auth, createAuth } from './auth'
import { createLoginLimit } from './login-limit'
import { generatePassword } from './password'
import { idleMs, longestMs } from './sessions'

const password = 'correct horse battery'
let store: TemporaryDatabase
let auth: Auth
let nowMs: number

beforeEach(async () => {
  store = await temporaryDatabase()
  nowMs = Date.UTC(2026, 0, 1)
  auth = createAuth(store.db, () => new Date(nowMs), createLoginLimit({ perName: 3, perAddress: 5 }))
  await auth.ensureAdmin(password)
})
afterEach(() => store.close())

describe('the first admin', () => {
  it('gets the password given, or one made up and told once', async () => {
    expect(await auth.ensureAdmin(null)).toBeNull()
    await store.db.user.deleteMany()
    const made = await auth.ensureAdmin(null)
    expect(made?.password).toMatch(/^\w{24}$/)
    expect(await auth.ensureAdmin(null)).toBeNull()
    await expect(auth.login('admin', made?.password ?? '', 'a')).resolves.toBeTruthy()
  })

  it('is never stored in the clear', async () => {
    const user = await store.db.user.findFirstOrThrow()
    expect(user.passwordHash).toMatch(/^\$argon2id\$/)
    expect(generatePassword()).not.toBe(generatePassword())
  })
})

describe('signing in', () => {
  it('answers a wrong name and a wrong password alike', async () => {
    const messageOf = (name: string) => auth.login(name, 'wrong password', 'a').catch((error: Error) => error.message)
    expect(await messageOf('nobody')).toBe(await messageOf('admin'))
  })

  it('stops after too many tries, even with the right password, until the window is over', async () => {
    for (let i = 0; i < 3; i++) await expect(auth.login('admin', 'wrong', 'a')).rejects.toThrow(/do not belong/)
    await expect(auth.login('admin', password, 'a')).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterSeconds: expect.any(Number) },
    })
    await expect(auth.login('admin', password, 'another address')).resolves.toBeTruthy()
  })

  it('counts tries that come all at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => auth.login('admin', 'wrong', 'b')))
    const codes = tries.map((entry) => (entry.status === 'rejected' ? entry.reason.code : 'ok'))
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(3)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(9)
  })

  it('counts an address over all names', async () => {
    for (let i = 0; i < 5; i++) await expect(auth.login(`name${i}`, 'wrong', 'c')).rejects.toThrow(/do not belong/)
    await expect(auth.login('admin', password, 'c')).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('counts the addresses of one IPv6 network as one', async () => {
    for (const host of ['1', '2:3', 'ffff:1:2:3']) {
      await expect(auth.login('admin', 'wrong', `2001:db8:0:7:${host}`.replace(/:(\d)$/, '::$1'))).rejects.toThrow(
        /do not belong/,
      )
    }
    await expect(auth.login('admin', password, '2001:db8:0:7:ffff::9')).rejects.toMatchObject({ code: 'rate_limited' })
    await expect(auth.login('admin', password, '2001:db8:0:8::9')).resolves.toBeTruthy()
    await expect(auth.login('admin', password, '::ffff:192.0.2.7')).resolves.toBeTruthy()
  })

  it('forgives after the right password', async () => {
    for (let i = 0; i < 2; i++) await auth.login('admin', 'wrong', 'd').catch(() => {})
    await auth.login('admin', password, 'd')
    for (let i = 0; i < 2; i++) await expect(auth.login('admin', 'wrong', 'd')).rejects.toThrow(/do not belong/)
    await expect(auth.login('admin', password, 'd')).resolves.toBeTruthy()
  })
})

describe('a session', () => {
  it('is stored only as a digest', async () => {
    const { cookie } = await auth.login('admin', password, 'a')
    const rows = await store.db.session.findMany()
    expect(JSON.stringify(rows)).not.toContain(cookie)
    expect(await auth.sessions.read(cookie)).toMatchObject({ actor: 'admin', via: { kind: 'session' } })
    expect(await auth.sessions.read(rows[0]?.id ?? '')).toBeNull()
  })

  it('ends when it is left alone', async () => {
    const { cookie } = await auth.login('admin', password, 'a')
    nowMs += idleMs - 1
    expect(await auth.sessions.read(cookie)).not.toBeNull()
    nowMs += idleMs - 1
    expect(await auth.sessions.read(cookie)).not.toBeNull()
    nowMs += idleMs
    expect(await auth.sessions.read(cookie)).toBeNull()
  })

  it('ends after the longest time however much it is used', async () => {
    const { cookie } = await auth.login('admin', password, 'a')
    const startedMs = nowMs
    while (nowMs - startedMs < longestMs - idleMs) {
      nowMs += idleMs / 2
      expect(await auth.sessions.read(cookie)).not.toBeNull()
    }
    nowMs = startedMs + longestMs
    expect(await auth.sessions.read(cookie)).toBeNull()
  })

  it('is swept away at the next sign-in once it ended', async () => {
    await auth.login('admin', password, 'a')
    nowMs += idleMs
    await auth.login('admin', password, 'a')
    expect(await store.db.session.count()).toBe(1)
  })

  it('outlives a change of the password, the others do not', async () => {
    const mine = await auth.login('admin', password, 'a')
    const other = await auth.login('admin', password, 'b')
    await expect(auth.changePassword(mine.identity, 'wrong', 'another password', 'a')).rejects.toMatchObject({
      code: 'forbidden',
    })
    await auth.changePassword(mine.identity, password, 'another password', 'a')
    expect(await auth.sessions.read(mine.cookie)).not.toBeNull()
    expect(await auth.sessions.read(other.cookie)).toBeNull()
    await expect(auth.login('admin', password, 'e')).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(auth.login('admin', 'another password', 'e')).resolves.toBeTruthy()
  })
})

describe('a token', () => {
  it('works until it is removed, and is stored only as a digest', async () => {
    const { identity } = await auth.login('admin', password, 'a')
    const made = await auth.tokens.create(identity.userId, 'ci')
    expect(made.token).toMatch(/^lotse_/)
    expect(JSON.stringify(await store.db.apiToken.findMany())).not.toContain(made.token)
    expect(await auth.tokens.read(made.token)).toMatchObject({ actor: 'token:ci', via: { kind: 'token' } })
    expect(await auth.tokens.read(`${made.token}x`)).toBeNull()
    expect(await auth.tokens.list(identity.userId)).toMatchObject([{ name: 'ci', lastUsedAt: expect.any(String) }])
    await auth.tokens.remove(identity.userId, made.id)
    expect(await auth.tokens.read(made.token)).toBeNull()
    await expect(auth.tokens.remove(identity.userId, made.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('ends on its day', async () => {
    const { identity } = await auth.login('admin', password, 'a')
    const made = await auth.tokens.create(identity.userId, 'short', 1)
    nowMs += 86_400_000 - 1
    expect(await auth.tokens.read(made.token)).not.toBeNull()
    nowMs += 1
    expect(await auth.tokens.read(made.token)).toBeNull()
  })

  it('needs a name of its own', async () => {
    const { identity } = await auth.login('admin', password, 'a')
    await auth.tokens.create(identity.userId, 'ci')
    await expect(auth.tokens.create(identity.userId, 'ci')).rejects.toMatchObject({ code: 'name_taken' })
  })
})

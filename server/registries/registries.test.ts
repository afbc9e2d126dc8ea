// Logins over a real database and engines that ask a registry, which is only a path of a fake engine.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { createRegistries, type RegistriesDeps } from './registries'
import { createSecretBox, keyBytes } from './secret-box'

const box = createSecretBox(Buffer.alloc(keyBytes, 1))
const address = 'kiel.lan:5000'
const login = { username: 'ada', password: 'enter-harbour' }

let store: TemporaryDatabase
let test: TestCluster
beforeEach(async () => {
  store = await temporaryDatabase()
  test = openTestCluster({ pingTimeoutMs: 5_000, readTimeoutMs: 10_000, unreachableAfterMs: 20_000 })
  await test.cluster.start()
})
afterEach(async () => {
  await test.end()
  await store.close()
})
const registries = (over: Partial<RegistriesDeps> = {}) =>
  createRegistries({ db: store.db, cluster: test.cluster, box, builds: null, ...over })

describe('stored logins', () => {
  it('are sealed in the database, and given to whom the image belongs', async () => {
    const { put, authFor, allAuths, list } = registries()
    await put(address, login)
    await put('docker.io', { username: 'hub', password: 'another' })
    expect(JSON.stringify(await store.db.registry.findMany())).not.toMatch(/enter-harbour|another/)
    expect(await authFor(`${address}/team/app:1`)).toEqual({ address, ...login })
    expect(await authFor('Kiel.lan:5000/app')).toEqual({ address, ...login })
    expect(await authFor('redis')).toMatchObject({ username: 'hub' })
    expect(await authFor('other.lan/app')).toBeUndefined()
    expect(await allAuths()).toHaveLength(2)
    const shown = await list()
    expect(shown).toMatchObject([
      { address: 'docker.io', username: 'hub', source: 'console', buildPrefix: null, isReadable: true },
      { address, username: 'ada' },
    ])
    expect(JSON.stringify(shown)).not.toMatch(/enter-harbour|another|v1\./)
  })

  it('are replaced and removed', async () => {
    const { put, remove, authFor } = registries()
    await put(address, login)
    await put(address, { username: 'eve', password: 'newer' })
    expect(await authFor(`${address}/a`)).toMatchObject({ username: 'eve', password: 'newer' })
    await remove(address)
    expect(await authFor(`${address}/a`)).toBeUndefined()
    await expect(remove(address)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that another key sealed are named, and hold back no build', async () => {
    await registries().put(address, login)
    const other = registries({ box: createSecretBox(Buffer.alloc(keyBytes, 2)) })
    await expect(other.authFor(`${address}/a`)).rejects.toMatchObject({
      code: 'registry_error',
      message: expect.stringContaining('sealed with another key'),
      details: { fix: expect.stringContaining('Settings, Registries') },
    })
    expect(await other.allAuths()).toEqual([])
    expect(await other.list()).toMatchObject([{ address, isReadable: false }])
  })

  it('that somebody moved to a registry of their own do not open there', async () => {
    await registries().put(address, login)
    await store.db.registry.update({ where: { address }, data: { address: 'evil.example' } })
    await expect(registries().authFor('evil.example/a')).rejects.toMatchObject({ code: 'registry_error' })
  })
})

describe('the registry of the settings', () => {
  const builds = { address, prefix: `${address}/team`, login: { username: 'lotse', password: 'given-at-start' } }

  it('is shown without its password and cannot be changed here', async () => {
    const { list, put, authFor, allAuths } = registries({ builds })
    const shown = await list()
    expect(shown).toEqual([
      {
        address,
        username: 'lotse',
        source: 'settings',
        buildPrefix: `${address}/team`,
        changedAt: null,
        isReadable: true,
      },
    ])
    expect(await authFor(`${address}/team/app`)).toMatchObject(builds.login)
    await expect(put(address, login)).rejects.toMatchObject({ code: 'conflict' })
    expect(await allAuths()).toHaveLength(1)
  })

  it('without a login takes a stored one', async () => {
    const { list, put, authFor } = registries({ builds: { ...builds, login: null } })
    expect(await list()).toMatchObject([{ address, username: null, source: 'settings' }])
    await put(address, login)
    expect(await list()).toMatchObject([
      { address, username: 'ada', source: 'console', buildPrefix: `${address}/team` },
    ])
    expect(await authFor(`${address}/team/app`)).toMatchObject(login)
  })
})

describe('a test', () => {
  const answering = (engine: FakeEngine, status: number, message: string) => {
    const asked: unknown[] = []
    engine.routes.set('/auth', (_, response, body) => {
      asked.push(JSON.parse(body.toString()))
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(status === 200 ? { Status: message } : { message }))
    })
    return asked
  }
  const withHost = async (name: string) => {
    const engine = await test.engine({ name })
    await test.cluster.addHost({ address: engine.address })
    return engine
  }

  it('is made by every host that answers, each with its own words', async () => {
    const asked = answering(await withHost('kiel'), 200, 'Login Succeeded')
    const refusing = `login attempt to http://${address}/v2/ failed with status: 401 Unauthorized ${login.password}`
    answering(await withHost('emden'), 401, refusing)
    answering(await withHost('bremen'), 500, `Get "https://${address}/v2/": dial tcp: no such host`)
    const results = await registries().test({ address, ...login })
    expect(asked).toEqual([{ ...login, serveraddress: address }])
    expect(results.map(({ hostName, ok }) => [hostName, ok])).toEqual([
      ['bremen', false],
      ['emden', false],
      ['kiel', true],
    ])
    expect(results[0]).toMatchObject({ fix: `Check that the host reaches ${address}.` })
    expect(results[1]?.message).toMatch(/refused the user ada/)
    expect(results[2]?.message).toBe(`${address} accepts ada`)
    expect(JSON.stringify(results)).not.toContain(login.password)
    expect(await store.db.registry.count()).toBe(0)
  })

  it('tries the stored login when none is given', async () => {
    const asked = answering(await withHost('kiel'), 200, 'Login Succeeded')
    const { put, test: tested } = registries()
    await expect(tested({ address })).rejects.toMatchObject({ code: 'not_found' })
    await put(address, login)
    expect(await tested({ address })).toMatchObject([{ ok: true }])
    expect(asked).toEqual([{ ...login, serveraddress: address }])
  })

  it('needs a host', async () => {
    await expect(registries().test({ address, ...login })).rejects.toMatchObject({ code: 'host_unreachable' })
  })
})

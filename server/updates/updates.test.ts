import { afterAll, describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { noRegistries } from '@/server/registries/types'
import { openTestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { aContainer, aHost, anImage } from '@/server/testing/stack-builders'
import { imageUpdatesOf, type Known, referencesInUse } from './images-in-use'
import { createUpdates } from './updates'

const host = aHost('n1')
const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const image = (tag: string, letter: string, more: string[] = []) =>
  anImage(tag, [host], {
    id: `id-${tag}-${letter}`,
    digests: [digest(letter), ...more].map((one) => `${tag.split(':')[0]}@${one}`),
  })
const container = (name: string, reference: string, imageId: string, extra: Partial<Container> = {}) =>
  aContainer(host, name, { image: reference, imageId, ...extra })
const says = (latest: string | null, error: string | null = null): Known => ({
  latest,
  checkedAt: '2026-01-02T00:00:00.000Z',
  error,
})

describe('images in use', () => {
  const old = image('web:1', 'a')
  const fresh = image('web:1', 'b')

  it('are older where the registry names another digest, and no longer once they run the new one', () => {
    const known = new Map([['web:1', says(digest('b'))]])
    const before = imageUpdatesOf(
      [container('w1', 'web:1', old.id), container('w2', 'web:1', fresh.id)],
      [old, fresh],
      known,
    )
    expect(before).toMatchObject([{ reference: 'web:1', latest: digest('b'), current: 1 }])
    expect(before[0]?.older).toMatchObject([{ containerName: 'w1', imageId: old.id, digest: digest('a') }])
    expect(imageUpdatesOf([container('w1', 'web:1', fresh.id)], [old, fresh], known)[0]?.older).toEqual([])
  })

  it('are current under any of their digests, and unknown while nobody asked', () => {
    const both = image('web:1', 'a', [digest('b')])
    const one = [container('w1', 'web:1', both.id)]
    expect(imageUpdatesOf(one, [both], new Map([['web:1', says(digest('b'))]]))[0]?.older).toEqual([])
    expect(imageUpdatesOf(one, [both], new Map())).toMatchObject([
      { latest: null, checkedAt: null, older: [], current: 0 },
    ])
  })

  it('are those followed by tag: no pins, no rollbacks, nothing built here, nothing on a host that is gone', () => {
    const built = anImage('own:1', [host], { id: 'own', digests: [] })
    const containers = [
      container('tag', 'web:1', old.id),
      container('pin', `web@${digest('a')}`, old.id),
      container('both', `web:1@${digest('a')}`, old.id),
      container('rolled-back', 'web:2', old.id, { labels: { 'io.lotse.image': 'web:2' } }),
      container('built', 'own:1', built.id),
      container('id', digest('a'), old.id),
      container('gone', 'web:3', old.id, { known: false }),
    ]
    expect(referencesInUse(containers, [old, built])).toEqual(['web:1'])
  })
})

describe('asking the registries', () => {
  const test = openTestCluster()
  afterAll(test.end)

  it('asks once for each tag in use, keeps what was known when a registry fails, and says why', async () => {
    const engine = await test.engine({ name: 'n1' })
    engine.images = ['web', 'db'].map((name) => ({
      Id: `sha256:${name}`,
      RepoTags: [`${name}:1`],
      RepoDigests: [`${name}@${digest('a')}`],
      Created: 1,
      Size: 1,
      Labels: {},
    })) as typeof engine.images
    for (const [index, name] of ['web', 'web', 'db'].entries()) {
      const one = fakeContainer({ Id: `${index}`.repeat(64), Image: `sha256:${name}` })
      engine.add({ ...one, Config: { ...one.Config, Image: `${name}:1` } })
    }
    let answer = { status: 200, body: { Descriptor: { digest: digest('b') } } as object }
    for (const name of ['web', 'db'])
      engine.routes.set(`/distribution/${name}%3A1/json`, (_request, response) => {
        const { status, body } = name === 'db' ? { status: 200, body: { Descriptor: { digest: digest('a') } } } : answer
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
    await test.cluster.start()
    await test.cluster.setDiscovered([engine.address])
    await test.cluster.settled(5_000)
    await expect.poll(() => test.cluster.images().length).toBe(2)
    const updates = createUpdates({
      cluster: test.cluster,
      registries: noRegistries,
      log: silentLog,
      now: () => new Date('2026-01-02T00:00:00.000Z'),
      everyHours: 0,
    })
    expect(updates.list()).toMatchObject({ checkedAt: null, everyHours: null })
    const [first] = await Promise.all([updates.check(), updates.check()])
    expect(first.images.map(({ reference, older }) => [reference, older.length])).toEqual([
      ['db:1', 0],
      ['web:1', 2],
    ])
    expect(engine.requests.filter((line) => line.includes('/distribution/'))).toHaveLength(2)
    answer = { status: 500, body: { message: 'toomanyrequests: rate limit' } }
    const second = (await updates.check()).images.find(({ reference }) => reference === 'web:1')
    expect(second?.older).toHaveLength(2)
    expect(second?.error).toMatch(/web:1 cannot be looked up: .*toomanyrequests/)
    updates.stop()
  })
})

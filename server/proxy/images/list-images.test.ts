import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'
import { matchesDigest, matchesReference } from './list-images'

describe('a filter by reference', () => {
  it.each([
    ['web:1', 'web', true],
    ['web:1', 'w*:?', true],
    ['web:12', 'web:?', false],
    ['team/web:1', 'web', false],
    ['team/web:1', '*', false],
    ['team/web:1', '*/w*b', true],
    ['web:1', 'w.b', false],
    ['axbxb:1', '*xb', true],
    ['web:1', '**', true],
    ['web:1', 'web?', false],
  ])('%s by %s: %s', (reference, pattern, isWanted) => {
    expect(matchesReference(reference, pattern)).toBe(isWanted)
  })

  it('keeps nobody waiting, whatever is asked for', () => {
    expect(matchesReference(`${'a'.repeat(255)}:1`, `${'*?'.repeat(60)}!`)).toBe(false)
  })
})

describe('images of two hosts', () => {
  let two: TwoHosts
  const second = 1_700_000_000
  const image = (letter: string, tags: string[], created = second) => ({
    Id: `sha256:${letter.repeat(64)}`,
    RepoTags: tags,
    Created: created,
    Size: 1,
  })
  const tagsBy = async (filters: object) => {
    const { body } = await two.askJson(`/v1.45/images/json?filters=${encodeURIComponent(JSON.stringify(filters))}`)
    return (body as { RepoTags: string[] }[]).map(({ RepoTags }) => RepoTags)
  }

  beforeAll(async () => {
    two = await openTwoHosts()
    const [one, other] = two.engines
    one?.images.push(image('a', ['a:1']), image('c', ['c:1', 'c:2']), image('d', ['d:1'], second + 1))
    other?.images.push(image('b', ['b:1']), image('c', ['c:1']))
    const exactly = (at: string) => (_request: unknown, response: { end(text: string): void }) =>
      response.end(JSON.stringify({ Created: at }))
    one?.routes.set(`/images/sha256%3A${'a'.repeat(64)}/json`, exactly('2023-11-14T22:13:20.100000001Z'))
    other?.routes.set(`/images/sha256%3A${'b'.repeat(64)}/json`, exactly('2023-11-14T22:13:20.9Z'))
    await Promise.all(two.cluster.hosts().map(({ id }) => two.cluster.refresh(id, ['images'])))
  })
  afterAll(() => two.end())

  it('are told apart within a second by the engine that has them', async () => {
    expect(await tagsBy({ before: ['b:1'], reference: ['a', 'b', 'd'] })).toEqual([['a:1']])
    expect(await tagsBy({ since: ['a:1'], reference: ['a', 'b', 'd'] })).toEqual([['d:1'], ['b:1']])
  })

  it('are asked for a few at a time, however many were made at one moment', async () => {
    const one = two.engines[0]
    const before = [...(one?.images ?? [])]
    let asked = 0
    let most = 0
    for (let at = 0; at < 200; at += 1) {
      const Id = `sha256:${at.toString(16).padStart(64, '0')}`
      one?.images.push({ Id, RepoTags: [`old:${at}`], Created: 7, Size: 1 })
      one?.routes.set(`/images/${encodeURIComponent(Id)}/json`, (_request, response) => {
        asked += 1
        most = Math.max(most, asked)
        setTimeout(() => {
          asked -= 1
          response.end(JSON.stringify({ Created: `1970-01-01T00:00:07.${String(at).padStart(3, '0')}Z` }))
        }, 5)
      })
    }
    const host = two.cluster.hosts()[0]?.id ?? ''
    await two.cluster.refresh(host, ['images'])
    expect(await tagsBy({ before: ['old:2'] })).toEqual([['old:0'], ['old:1']])
    expect(most).toBeLessThanOrEqual(32)
    one?.images.splice(0, one.images.length, ...before)
    await two.cluster.refresh(host, ['images'])
  })

  it('have the tags of the host that is asked for', async () => {
    expect(await tagsBy({ node: ['n2'], reference: ['c'] })).toEqual([['c:1']])
    expect(await tagsBy({ reference: ['c'] })).toEqual([['c:1', 'c:2']])
  })
})

describe('a digest by reference', () => {
  it.each([
    ['registry:5000/web@sha256:ab', 'registry:5000/web', true],
    ['registry:5000/web@sha256:ab', 'registry:5000/*@sha256:ab', true],
    ['registry:5000/web@sha256:ab', 'web', false],
    ['web@sha256:ab', 'web:1', false],
  ])('%s by %s: %s', (digest, pattern, isWanted) => {
    expect(matchesDigest(digest, pattern)).toBe(isWanted)
  })
})

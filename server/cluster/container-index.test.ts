import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { fakeContainer } from '@/server/testing/fake-engine'
import { createContainerIndex } from './container-index'
import { naturalKey } from './container-order'
import { readContainer } from './read-container'

const place = { hostId: 'h1', hostName: 'n1', hostCpus: 4 }
const make = (over: Partial<Container> & { id: string }): Container => {
  const seen = readContainer(fakeContainer({ Id: over.id, Name: `/${over.id}` }), place)
  if (!seen) throw new Error('not readable')
  return { ...seen.container, ...over }
}
const all = { q: '', direction: 'asc', offset: 0, limit: 1000 } as const

const filled = () => {
  const index = createContainerIndex()
  index.upsert(make({ id: 'aaa1', name: 'web-10', stack: 'shop', image: 'r:5000/team/nginx:1.25', state: 'running' }))
  index.upsert(
    make({ id: 'aab2', name: 'web-2', stack: 'shop', hostId: 'h2', hostName: 'n2', state: 'exited', exitCode: 1 }),
  )
  index.upsert(
    make({ id: 'bbb3', name: 'db', stack: 'wiki', health: 'unhealthy', labels: { tier: 'back', Zone: 'Kiel' } }),
  )
  index.upsert(
    make({
      id: 'ccc4',
      name: 'db',
      hostId: 'h2',
      hostName: 'n2',
      known: false,
      actualPorts: [{ port: '80/tcp', hostIp: '0.0.0.0', hostPort: '8080' }],
      networks: [{ networkId: 'x', name: 'backend', ipAddress: '' }],
    }),
  )
  return index
}
const ids = (index: ReturnType<typeof filled>, q: string, more: object = {}) =>
  index.query({ ...all, q, ...more }, 1).items.map((container) => container.id)

describe('the container index', () => {
  it.each([
    ['', ['bbb3', 'ccc4', 'aab2', 'aaa1']],
    ['stack:shop', ['aab2', 'aaa1']],
    ['stack:shop state:exited,dead', ['aab2']],
    ['-name:web*', ['bbb3', 'ccc4']],
    ['-stack:*', ['ccc4']],
    ['host:N2', ['ccc4', 'aab2']],
    ['state:unhealthy', ['bbb3']],
    ['health:unhealthy', ['bbb3']],
    ['state:unknown', ['ccc4']],
    ['label:zone=kiel label:tier', ['bbb3']],
    ['image:nginx', ['aaa1']],
    ['image:r:5000/team/nginx:1.25', ['aaa1']],
    ['image:*nginx*', ['aaa1']],
    ['network:backend', ['ccc4']],
    ['port:8080', ['ccc4']],
    ['port:80', ['ccc4']],
    ['id:bbb3', ['bbb3']],
    ['nginx shop', ['aaa1']],
    ['bogus:x stack:wiki', ['bbb3']],
  ])('%j finds %j', (q, expected) => {
    expect(ids(filled(), q)).toEqual(expected)
  })

  it('names the tokens it ignores, and counts what matches', () => {
    expect(filled().query({ ...all, q: 'bogus:x host:n2 state:runing', limit: 1 }, 7)).toMatchObject({
      total: 2,
      offset: 0,
      revision: 7,
      items: [{ id: 'ccc4' }],
      badTokens: ['bogus:x', 'state:runing'],
    })
  })

  it('sorts by any column, both ways, and cuts windows', () => {
    const index = filled()
    expect(ids(index, '', { sort: 'state' })).toEqual(['aab2', 'bbb3', 'ccc4', 'aaa1'])
    expect(ids(index, '', { sort: 'state', direction: 'desc' })).toEqual(['aaa1', 'ccc4', 'bbb3', 'aab2'])
    expect(ids(index, '', { sort: 'stack' })).toEqual(['aab2', 'aaa1', 'bbb3', 'ccc4'])
    expect(ids(index, '', { sort: 'nonsense' })).toEqual(ids(index, ''))
    expect(ids(index, '', { offset: 1, limit: 2 })).toEqual(['ccc4', 'aab2'])
    expect(ids(index, '', { offset: 1, limit: 2, direction: 'desc' })).toEqual(['aab2', 'ccc4'])
    expect(ids(index, '', { offset: 9 })).toEqual([])
  })

  it('finds one by id, name, host/name or unique prefix', () => {
    const index = filled()
    expect(index.find('aaa1')?.id).toBe('aaa1')
    expect(index.find('web-2')?.id).toBe('aab2')
    expect(index.find('/web-2')?.id).toBe('aab2')
    expect(index.find('db')).toBeUndefined()
    expect(index.find('n2/db')?.id).toBe('ccc4')
    expect(index.find('n3/db')).toBeUndefined()
    expect(index.find('b')?.id).toBe('bbb3')
    expect(index.find('aa')).toBeUndefined()
    expect(index.find('aaa')?.id).toBe('aaa1')
    expect(index.find('')).toBeUndefined()
  })

  it('lists by host and stack', () => {
    const index = filled()
    expect(index.where({ stack: 'shop' }).map((one) => one.id)).toEqual(['aaa1', 'aab2'])
    expect(index.where({ stack: 'shop', hostId: 'h2' }).map((one) => one.id)).toEqual(['aab2'])
    expect(index.where({ hostId: 'h2' }).map((one) => one.id)).toEqual(['aab2', 'ccc4'])
    expect(index.where({ stack: 'none' })).toEqual([])
  })

  it('follows renames and moves, and a late removal from the old host does not remove the new one', () => {
    const index = filled()
    index.upsert(make({ id: 'aaa1', name: 'a-first', stack: null }))
    expect(ids(index, '')).toEqual(['aaa1', 'bbb3', 'ccc4', 'aab2'])
    expect(index.find('web-10')).toBeUndefined()
    expect(index.where({ stack: 'shop' }).map((one) => one.id)).toEqual(['aab2'])
    index.upsert(make({ id: 'aaa1', name: 'a-first', hostId: 'h2', hostName: 'n2' }))
    index.remove('aaa1', 'h1')
    expect(index.find('aaa1')?.hostId).toBe('h2')
    index.remove('aaa1', 'h2')
    expect(index.find('aaa1')).toBeUndefined()
    expect(ids(index, '')).toEqual(['bbb3', 'ccc4', 'aab2'])
  })

  it('stays in order through any sequence of changes', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      name: fc.constantFrom('x1', 'x2', 'x10'),
      removes: fc.boolean(),
      looks: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const index = createContainerIndex()
        const expected = new Map<string, string>()
        for (const { id, name, removes, looks } of steps) {
          if (removes) {
            index.remove(id, 'h1')
            expected.delete(id)
          } else {
            index.upsert(make({ id, name }))
            expected.set(id, name)
          }
          if (looks) index.tidy()
        }
        const ordered = [...expected].sort(([idA, nameA], [idB, nameB]) =>
          naturalKey(nameA) + idA < naturalKey(nameB) + idB ? -1 : 1,
        )
        expect(index.all().map((container) => [container.id, container.name])).toEqual(ordered)
        expect(index.where({}).length).toBe(expected.size)
      }),
    )
  })

  it('stays in order when many change at once, and finds each by its name', () => {
    const index = createContainerIndex()
    const all = Array.from({ length: 400 }, (_, at) => make({ id: `id${at}`, name: `web-${(at * 7919) % 100}` }))
    for (const each of all.slice(0, 250)) index.upsert(each)
    index.tidy()
    for (const each of all.slice(0, 120)) index.remove(each.id, each.hostId)
    for (const each of all.slice(250)) index.upsert(each)
    const left = all.slice(120)
    const ordered = [...left].sort((one, other) =>
      naturalKey(one.name) + one.id < naturalKey(other.name) + other.id ? -1 : 1,
    )
    expect(index.all()).toEqual(ordered)
    for (const { name, id } of left) {
      const named = left.filter((each) => each.name === name)
      expect(index.find(name)).toBe(named.length === 1 ? named[0] : undefined)
      expect(index.find(id)?.name).toBe(name)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { findContainer } from './find-container'
import { recordsByName } from './state'
import { createPlacementState } from './state-changes'
import { aContainer, aHost } from './testdata/cluster'
import type { PlacementContainer } from './types'

function find(containers: PlacementContainer[], wanted: string) {
  const [record] = recordsByName(createPlacementState([aHost('n1', { id: 'engine', containers })]))
  return record && findContainer(record, wanted)?.name
}

const swarmId = (id: string) => ({ labels: { 'com.docker.swarm.id': id } })

describe('a container is found', () => {
  const web = aContainer('web', { id: 'abcdef0123456789' })
  it.each([
    ['its id', 'abcdef0123456789'],
    ['its short id', 'abcdef012345'],
    ['its name', 'web'],
    ['its name with a slash', '/web'],
    ['host/name', 'n1/web'],
    ['engine id/name', 'engine/web'],
    ['a prefix of its id', 'ab'],
  ])('by %s', (_what, wanted) => {
    expect(find([web], wanted)).toBe('web')
  })
  it.each(['', 'we', 'n2/web', 'x/web', 'b', 'cdef'])('but not by %j', (wanted) => {
    expect(find([web], wanted)).toBeUndefined()
  })
  it('by its Swarm id, which a rescheduled container keeps', () => {
    expect(find([aContainer('web', swarmId('feedfacecafebeef'))], 'feedfacecafe')).toBe('web')
    expect(find([aContainer('web', swarmId('feedfacecafebeef'))], 'feed')).toBe('web')
  })
  it('by name before prefix', () => {
    expect(find([aContainer('x', { id: 'abc1' }), aContainer('abc', { id: 'fff' })], 'abc')).toBe('abc')
  })
  it('not when a prefix or a name fits two', () => {
    expect(find([aContainer('x', { id: 'abc1' }), aContainer('y', { id: 'abc2' })], 'abc')).toBeUndefined()
    expect(find([aContainer('x', { id: '1' }), aContainer('x', { id: '2' })], 'x')).toBeUndefined()
  })
})

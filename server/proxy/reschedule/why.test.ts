import { describe, expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { failed, placeWhy, whyOf } from './why'

const [lost, full, silent] = [aHost('n1', { state: 'unreachable' }), aHost('n2'), aHost('n3', { state: 'unreachable' })]
const web = aContainer(lost, 'web')
const refusedBy = (...hosts: (typeof lost)[]) => {
  const refusals = {
    hosts: hosts.map(({ id, name }) => ({ hostId: id, hostName: name, says: `port 80: ${name}`, fix: `Free ${name}` })),
    more: 4,
  }
  return new AppError('no_placement', 'no host takes it', { details: { refusals } })
}
const whyFor = (error: AppError, hosts = [lost, full, silent]) =>
  placeWhy({ cluster: { host: (id: string) => hosts.find((each) => each.id === id) } } as never, web, error)

describe('why no host takes a container', () => {
  it('is told of the hosts that answer, and never of the one that is lost', () => {
    expect(whyFor(refusedBy(lost, full, silent))).toEqual({
      kind: 'place',
      hosts: [{ host: 'n2', says: 'port 80: n2', fix: 'Free n2' }],
      more: 4,
    })
  })

  it('is told of hosts that are silent where no other is left', () => {
    expect(whyFor(refusedBy(lost, silent)).hosts.map(({ host }) => host)).toEqual(['n3'])
  })

  it('names no host where the placement has named none', () => {
    expect(whyFor(new AppError('no_placement', 'no host'))).toEqual({ kind: 'place', hosts: [], more: 0 })
  })
})

describe('why an operation failed', () => {
  it('is kept in parts where they are known, also when there is a way out beside', () => {
    const why = { kind: 'volume' as const, volumes: ['data'] }
    expect(whyOf(failed('no_placement', 'web has data on n1.', why, 'Bring n1 back.'))).toEqual(why)
    expect(failed('no_placement', 'web has data on n1.', why, 'Bring n1 back.')).toMatchObject({
      message: 'web has data on n1.',
      details: { fix: 'Bring n1 back.' },
    })
    expect(failed('no_placement', 'no', why).details).not.toHaveProperty('fix')
  })

  it.each([
    ['an engine’s words', new AppError('engine_error', 'no space left'), 'no space left', null],
    ['words with a way out', new AppError('conflict', 'busy', { details: { fix: 'Wait.' } }), 'busy', 'Wait.'],
    ['parts that nobody knows', new AppError('conflict', 'odd', { details: { why: { kind: 'odd' } } }), 'odd', null],
    ['any failure', new Error('a fault of ours'), 'a fault of ours', null],
    ['no error at all', 'thrown', 'thrown', null],
  ])('is said in words otherwise: %s', (_what, error, message, fix) => {
    expect(whyOf(error)).toEqual({ kind: 'said', message, fix })
  })
})

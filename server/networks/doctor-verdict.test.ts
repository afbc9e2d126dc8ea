import { describe, expect, test } from 'vitest'
import type { DoctorOutcome } from '@/lib/contract/doctor'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import type { Expected, HostFacts } from './doctor-facts'
import { type Case, refusedOwners, verdictOn } from './doctor-verdict'

const [n1, n2] = [aHost('n1'), aHost('n2')]
const web: Expected = {
  address: '10.0.1.2',
  owner: 'n1/web',
  containerId: 'id-web',
  hostId: n1.id,
  state: 'running',
  known: true,
}
const tried = (...outcomes: [string, DoctorOutcome][]): NonNullable<HostFacts['probe']> => ({
  resolved: ['10.0.1.2'],
  connections: new Map(outcomes.map(([address, outcome]) => [address, { outcome, words: '' }])),
})
const facts = (host: typeof n1, more: Partial<HostFacts> = {}): HostFacts => ({
  hostId: host.id,
  hostName: host.name,
  answers: true,
  nodeAddress: null,
  asker: aContainer(host, 'asker'),
  gossip: { entries: [{ name: 'web', address: '10.0.1.2' }], virtual: [] },
  probe: null,
  problem: null,
  image: null,
  ...more,
})
const lane = {
  key: 'net',
  networkId: 'net',
  name: 'shop',
  driver: 'overlay',
  isLocal: false,
  internal: false,
  hasNames: true,
  isolated: false,
}
const the = (more: Partial<Case> = {}): Case => ({
  lane,
  name: 'web',
  port: 8080,
  expected: [web],
  elsewhere: [],
  owners: new Map([['10.0.1.2', 'n1/web']]),
  otherNetworks: () => null,
  listeners: new Map(),
  facts: [facts(n1), facts(n2)],
  ...more,
})
const verdict = (about: Partial<HostFacts>, more: Partial<Case> = {}) => verdictOn(the(more), facts(n2, about))

describe('as the engines tell', () => {
  test('all is well where the gossip has what it should', () => {
    expect(verdict({})).toMatchObject({ state: 'ok', cause: 'names-ok', source: 'engine', from: 'n2/asker' })
    expect(verdict({}).addresses).toEqual([
      { address: '10.0.1.2', owner: 'n1/web', expected: true, resolved: true, connection: null },
    ])
  })

  test('a host that was not told names whom it does not hear', () => {
    expect(verdict({ gossip: { entries: [], virtual: [] } })).toMatchObject({
      state: 'fail',
      cause: 'not-told',
      about: ['n1'],
    })
  })

  test('an address nobody has any more is stale', () => {
    const entries = [
      { name: 'web', address: '10.0.1.2' },
      { name: 'web', address: '10.0.1.9' },
    ]
    const found = verdict({ gossip: { entries, virtual: [] } })
    expect(found).toMatchObject({ state: 'warn', cause: 'stale', about: ['10.0.1.9'] })
    expect(found.addresses).toContainEqual({
      address: '10.0.1.9',
      owner: null,
      expected: false,
      resolved: true,
      connection: null,
    })
  })

  test('another container of the same name that is there is not stale', () => {
    const entries = [
      { name: 'web', address: '10.0.1.2' },
      { name: 'web', address: '10.0.1.9' },
    ]
    const owners = new Map([
      ['10.0.1.2', 'n1/web'],
      ['10.0.1.9', 'n2/web'],
    ])
    expect(verdict({ gossip: { entries, virtual: [] } }, { name: 'api', owners })).toMatchObject({ cause: 'names-ok' })
  })

  test('the virtual address of a service of Swarm mode stands for its tasks', () => {
    const gossip = { entries: [{ name: 'web', address: '10.0.1.2' }], virtual: ['10.0.1.200'] }
    const probe = { resolved: ['10.0.1.200'], connections: new Map() }
    expect(verdict({ gossip, probe })).toMatchObject({ state: 'ok' })
  })

  test('some missing is less than all missing', () => {
    const second = { ...web, address: '10.0.1.3', owner: 'n1/web2', containerId: 'id-web2' }
    expect(verdict({}, { expected: [web, second] })).toMatchObject({ state: 'warn', cause: 'partly-told' })
  })

  test('a host’s own containers need no gossip', () => {
    expect(verdictOn(the(), facts(n1, { gossip: { entries: [], virtual: [] } }))).toMatchObject({ cause: 'names-ok' })
  })

  test('a local network is known whole', () => {
    const local = { lane: { ...lane, isLocal: true, driver: 'bridge' } }
    expect(verdictOn(the(local), facts(n1, { gossip: null }))).toMatchObject({ state: 'ok', cause: 'names-ok' })
  })
})

describe('what keeps a name from working at all', () => {
  test('nobody has it, or only on another network', () => {
    expect(verdict({}, { expected: [] })).toMatchObject({ cause: 'no-such-name' })
    expect(verdict({}, { expected: [], elsewhere: ['back'] })).toMatchObject({
      cause: 'wrong-network',
      about: ['back'],
    })
  })
  test('who has it does not run', () => {
    expect(verdict({}, { expected: [{ ...web, state: 'exited' }] })).toMatchObject({
      cause: 'stopped',
      about: ['n1/web'],
    })
  })
  test('the default bridge has no names', () => {
    expect(verdict({}, { lane: { ...lane, hasNames: false } })).toMatchObject({ cause: 'no-names' })
  })
  test('nothing is said of silent hosts and of those without a container', () => {
    expect(verdict({ answers: false })).toMatchObject({ state: 'idle', cause: 'host-silent', addresses: [] })
    expect(verdict({ asker: null })).toMatchObject({ state: 'idle', cause: 'no-container', from: null })
  })
})

describe('asked from inside', () => {
  test('open is well', () => {
    expect(verdict({ probe: tried(['10.0.1.2', 'open']) })).toMatchObject({ state: 'ok', cause: 'ok', source: 'probe' })
  })

  test('silence from another host is blocked data, on the same host a firewall', () => {
    const probe = tried(['10.0.1.2', 'timeout'])
    expect(verdict({ probe })).toMatchObject({ cause: 'data-blocked', about: ['n1'] })
    expect(verdictOn(the(), facts(n1, { probe }))).toMatchObject({ cause: 'dropped', about: ['n1/web'] })
    expect(verdict({ probe }, { expected: [{ ...web, state: 'paused' }] })).toMatchObject({ cause: 'paused' })
  })

  test('a refusal is told by what listens there', () => {
    const probe = tried(['10.0.1.2', 'refused'])
    const with_ = (sockets: string[]) => ({ listeners: new Map([['id-web', sockets]]) })
    expect(verdict({ probe })).toMatchObject({ cause: 'refused' })
    expect(verdict({ probe }, with_(['127.0.0.1:8080', '0.0.0.0:22']))).toMatchObject({
      cause: 'loopback-only',
      detail: '127.0.0.1:8080',
    })
    expect(verdict({ probe }, with_(['[::1]:8080']))).toMatchObject({ cause: 'loopback-only' })
    expect(verdict({ probe }, with_(['0.0.0.0:80']))).toMatchObject({ cause: 'not-listening', detail: '0.0.0.0:80' })
    expect(verdict({ probe }, with_([]))).toMatchObject({ cause: 'not-listening', detail: '' })
    expect(verdict({ probe }, with_(['[::]:8080']))).toMatchObject({ cause: 'refused' })
    expect(refusedOwners(the({ facts: [facts(n2, { probe })] }))).toEqual([web])
  })

  test('another network of the asker that answers first is named', () => {
    const probe = { resolved: ['10.0.7.3'], connections: new Map() }
    const found = verdict({ probe }, { otherNetworks: (_, address) => (address === '10.0.7.3' ? 'back' : null) })
    expect(found).toMatchObject({ cause: 'other-network', about: ['back'] })
  })

  test('an answer from outside is told as such', () => {
    const probe = { resolved: ['93.184.216.34'], connections: new Map() }
    expect(verdict({ probe })).toMatchObject({ cause: 'outside', about: ['93.184.216.34'] })
  })

  test('a silent host’s container is no blocked port', () => {
    const probe = tried(['10.0.1.2', 'timeout'])
    expect(verdict({ probe }, { expected: [{ ...web, known: false }] })).toMatchObject({
      state: 'warn',
      cause: 'silent-owner',
      about: ['n1/web'],
    })
  })

  test('a probe that could not look says so, but wrong names weigh more', () => {
    const problem = { kind: 'no-tools' as const, words: '' }
    expect(verdict({ problem })).toMatchObject({ state: 'warn', cause: 'no-tools' })
    expect(verdict({ problem, gossip: { entries: [], virtual: [] } })).toMatchObject({ cause: 'not-told' })
  })
})

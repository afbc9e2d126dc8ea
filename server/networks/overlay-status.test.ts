import { describe, expect, test } from 'vitest'
import type { Host } from '@/lib/contract/hosts'
import { kernelAtLeast, overlayStatusOf } from './overlay-status'
import { quorumSentence } from './overlay-summary'
import { type SampleHost, sampleFacts, sampleHost, sampleMember, sampleNode, sampleSwarm } from './sample-facts'

const codesOf = (host: Host, hosts: Host[] = [], more = {}) => {
  const status = overlayStatusOf(sampleFacts([host, ...hosts], more)).hosts[0]!
  return [status.status, ...status.reasons.map((reason) => reason.code)]
}

describe('a host outside', () => {
  test.each<[string, Omit<SampleHost, 'name'>, string[]]>([
    ['is out when nothing hinders it', {}, ['out']],
    ['cannot with an old kernel', { engine: { kernelVersion: '3.13.0-24' } }, ['cannot', 'kernel-too-old']],
    ['cannot without the driver', { engine: { networkDrivers: ['bridge'] } }, ['cannot', 'driver-missing']],
    [
      'cannot for every reason at once',
      { engine: { kernelVersion: '2.6.32', networkDrivers: [] } },
      ['cannot', 'kernel-too-old', 'driver-missing'],
    ],
    ['cannot while its Swarm is locked', { swarm: { state: 'locked' } }, ['cannot', 'swarm-locked']],
    ['cannot while its Swarm has failed', { swarm: { state: 'error', error: 'x' } }, ['cannot', 'swarm-error']],
    ['cannot as a worker of a foreign Swarm', { swarm: { state: 'active', nodeId: 'x' } }, ['cannot', 'other-swarm']],
    ['is unknown while it joins', { swarm: { state: 'pending' } }, ['unknown', 'joining']],
    ['is unknown before its first answer', { engine: null, state: 'pending' }, ['unknown', 'never-answered']],
    ['is unknown while it is silent', { state: 'unreachable' }, ['unknown', 'no-answer']],
  ])('%s', (_, sample, codes) => {
    expect(codesOf(sampleHost({ name: 'n1', ...sample }))).toEqual(codes)
  })

  test('cannot with blocked ports, and each cannot says what to do', () => {
    const host = sampleHost({ name: 'n1' })
    const facts = sampleFacts([host], { blockedPorts: new Map([[host.id, [2377, 7946]]]) })
    expect(overlayStatusOf(facts).hosts[0]).toMatchObject({
      status: 'cannot',
      reasons: [
        {
          code: 'ports-blocked',
          message: '2377/tcp and 7946/tcp of n1 cannot be reached from the Lotse server.',
          fix: expect.stringContaining('4789/udp'),
        },
      ],
    })
  })
})

describe('a member', () => {
  const one = sampleMember('n1', 'manager')
  const two = sampleMember('n2', 'worker')

  test('worker is known by the managers’ list, though it does not name its cluster', () => {
    const status = overlayStatusOf(sampleFacts([one, two], { swarms: [sampleSwarm([one, two])] }))
    expect(status.hosts[1]).toMatchObject({ status: 'in', role: 'worker', mode: 'swarm', address: '192.168.1.2' })
    expect(status).toMatchObject({ enabled: true, mode: 'swarm', managers: 1 })
  })

  test('that the managers do not hear is in, but told', () => {
    const swarm = sampleSwarm([one], { nodes: [sampleNode(one), sampleNode(two, { state: 'down' })] })
    expect(codesOf(two, [one], { swarms: [swarm] })).toEqual(['in', 'node-down'])
  })

  test('of another Swarm than the one Lotse made cannot, however large that is', () => {
    const foreign = { swarm: { clusterId: 'c2' } }
    const others = ['n3', 'n4'].map((name) => sampleMember(name, 'manager', foreign))
    const swarms = [sampleSwarm(others, { clusterId: 'c2', ours: false }), sampleSwarm([one])]
    expect(codesOf(others[0]!, [one, others[1]!], { swarms })).toEqual(['cannot', 'other-swarm'])
    expect(codesOf(one, others, { swarms })).toEqual(['in'])
  })

  test('is unknown while no manager has ever told who belongs to it', () => {
    const swarms = [sampleSwarm([], { nodes: null, answered: false })]
    expect(codesOf(two, [sampleMember('n1', 'manager', { state: 'unreachable' })], { swarms })).toEqual([
      'unknown',
      'managers-silent',
    ])
  })

  test('that none of two others hears is charged, not those', () => {
    const three = sampleMember('n3', 'worker')
    const hosts = [one, two, three]
    const peers = new Map([
      [one.id, ['192.168.1.1', '192.168.1.2']],
      [two.id, ['192.168.1.1', '192.168.1.2']],
      [three.id, ['192.168.1.3']],
    ])
    const status = overlayStatusOf(sampleFacts(hosts, { swarms: [sampleSwarm(hosts)], peers }))
    expect(status.hosts.map((host) => host.reasons.map((reason) => reason.code))).toEqual([[], [], ['gossip-blocked']])
    expect(status.hosts[2]!.reasons[0]!.message).toContain('n3 and n1, n2 do not hear each other')
  })
})

describe('engines with a key-value store', () => {
  const store = (name: string, clusterStore: string) =>
    sampleHost({ name, engine: { clusterStore, version: '20.10.24' } })

  test('are in with the store of most, and others are told what to change', () => {
    const hosts = [store('n1', 'etcd://a'), store('n2', 'etcd://a'), store('n3', 'etcd://b')]
    const old = sampleHost({ name: 'n4', engine: { version: '20.10.24' } })
    const modern = sampleHost({ name: 'n5' })
    const status = overlayStatusOf(sampleFacts([...hosts, old, modern]))
    expect(status).toMatchObject({ enabled: true, mode: 'kv', managers: 0 })
    expect(status.hosts.map((host) => [host.status, host.mode, host.reasons[0]?.code])).toEqual([
      ['in', 'kv', undefined],
      ['in', 'kv', undefined],
      ['cannot', null, 'other-store'],
      ['out', null, 'no-cluster-store'],
      ['cannot', null, 'no-store-support'],
    ])
  })

  test('cannot beside a Swarm-mode cluster', () => {
    const manager = sampleMember('n2', 'manager')
    expect(codesOf(store('n1', 'etcd://a'), [manager], { swarms: [sampleSwarm([manager])] })).toEqual([
      'cannot',
      'cluster-store',
    ])
  })
})

test.each([
  [1, 1, '1 manager; if it is lost, containers go on but nothing new can attach to an overlay'],
  [2, 2, '2 managers; quorum is lost with any one: use 1, 3 or 5 managers'],
  [3, 3, '3 managers; quorum holds with any one lost'],
  [3, 2, '3 managers, 1 does not answer; quorum is lost with the next one'],
  [3, 1, '2 of 3 managers do not answer: quorum is lost, nothing new can attach to an overlay'],
  [5, 5, '5 managers; quorum holds with any 2 lost'],
  [5, 4, '5 managers, 1 does not answer; quorum holds with any one more lost'],
])('%d managers of which %d answer: %s', (managers, reachable, sentence) => {
  expect(quorumSentence(managers, reachable)).toBe(sentence)
})

test.each([
  ['3.16.0', true],
  ['3.15.10-generic', false],
  ['4.4.0', true],
  ['2.6.32-431.el6', false],
  ['10.0', true],
  ['unknown', true],
])('kernel %s has what overlays need: %s', (version, expected) => {
  expect(kernelAtLeast(version, 3, 16)).toBe(expected)
})

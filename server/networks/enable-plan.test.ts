import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Host } from '@/lib/contract/hosts'
import { planDisable } from './disable-plan'
import { type EnableAct, planEnable } from './enable-plan'
import type { OverlayFacts } from './overlay-facts'
import { sampleFacts, sampleHost, sampleMember, sampleNode, sampleSwarm } from './sample-facts'

const hostsNamed = (count: number, from = 1): Host[] =>
  Array.from({ length: count }, (_, index) => sampleHost({ name: `n${from + index}` }))
const addressesOf = (hosts: Host[]) =>
  new Map(hosts.map((host) => [host.id, `192.168.1.${host.name.replace(/\D/g, '')}`]))
const request = (hosts: Host[], managers?: 1 | 3 | 5) => ({
  hostIds: hosts.map((host) => host.id),
  addresses: {},
  ...(managers === undefined ? {} : { managers }),
})
const plan = (facts: OverlayFacts, wanted: Host[], managers?: 1 | 3 | 5) =>
  planEnable(facts, request(wanted, managers), addressesOf(facts.hosts))
const words = (acts: EnableAct[]) =>
  acts.map((act) => [act.kind, act.host.name, act.kind === 'join' ? act.role : ''].filter(Boolean).join(' '))
const existing = (managers: number, workers: number): { hosts: Host[]; facts: OverlayFacts } => {
  const hosts = Array.from({ length: managers + workers }, (_, index) =>
    sampleMember(`n${index + 1}`, index < managers ? 'manager' : 'worker'),
  )
  return { hosts, facts: sampleFacts(hosts, { swarms: [sampleSwarm(hosts)] }) }
}

describe('a new cluster', () => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 3],
    [6, 3],
    [7, 5],
    [9, 5],
  ])('of %d hosts has %d managers and begins once', (count, managers) => {
    const hosts = hostsNamed(count)
    const { acts, refused, obstacle } = plan(sampleFacts(hosts), hosts)
    expect({ refused, obstacle }).toEqual({ refused: [], obstacle: null })
    expect(acts.filter((act) => act.kind === 'init')).toHaveLength(1)
    expect(acts[0]?.kind).toBe('init')
    expect(acts).toHaveLength(count)
    expect(acts.filter((act) => act.kind === 'init' || (act.kind === 'join' && act.role === 'manager'))).toHaveLength(
      managers,
    )
  })

  test('leaves out who cannot, with the reason, and never makes a drained host a manager', () => {
    const hosts = [
      sampleHost({ name: 'n1', availability: 'drain' }),
      sampleHost({ name: 'n2', engine: { kernelVersion: '3.10.0' } }),
      sampleHost({ name: 'n3', state: 'unreachable' }),
      sampleHost({ name: 'n4' }),
    ]
    const { acts, refused } = plan(sampleFacts(hosts), hosts)
    expect(words(acts)).toEqual(['init n4', 'join n1 worker'])
    expect(refused.map(({ host }) => host.name)).toEqual(['n2', 'n3'])
  })

  test('needs addresses that the others can reach', () => {
    const hosts = hostsNamed(5)
    const addresses = new Map([
      ['id-n1', '192.168.1.1'],
      ['id-n2', '127.0.0.1'],
      ['id-n3', '192.168.1.1'],
      ['id-n4', 'eth0'],
    ])
    const { acts, refused } = planEnable(sampleFacts(hosts), request(hosts), addresses)
    expect(words(acts)).toEqual(['init n1'])
    expect(refused.map(({ message }) => message)).toEqual([
      '127.0.0.1 of n2 is a loopback address: no other host reaches it.',
      'n3 and n1 have the same address 192.168.1.1.',
      '"eth0" is not an IP address.',
      'The address of n5 is not known.',
    ])
  })

  test('refuses more managers than there are hosts', () => {
    const hosts = hostsNamed(2)
    expect(plan(sampleFacts(hosts), hosts, 3)).toMatchObject({
      acts: [],
      obstacle: { message: '3 managers need 3 hosts that are healthy and not drained; there are 2.' },
    })
  })
})

describe('a cluster that exists', () => {
  test('needs nothing when all are in', () => {
    const { hosts, facts } = existing(3, 2)
    expect(plan(facts, hosts)).toMatchObject({ acts: [], refused: [], obstacle: null })
  })

  test('takes in what is left after a failure half-way', () => {
    const { hosts } = existing(1, 0)
    const all = [...hosts, ...hostsNamed(2, 2)]
    const facts = sampleFacts(all, { swarms: [sampleSwarm(hosts)] })
    expect(words(plan(facts, all).acts)).toEqual(['join n2 manager', 'join n3 manager'])
  })

  test('makes an even number of managers odd, by promotion if a worker is there', () => {
    expect(words(plan(existing(2, 1).facts, existing(2, 1).hosts).acts)).toEqual(['promote n3'])
    expect(words(plan(existing(2, 0).facts, existing(2, 0).hosts).acts)).toEqual(['demote n2'])
  })

  test('changes the number of managers when asked to, and only then', () => {
    const { hosts, facts } = existing(3, 0)
    expect(words(plan(facts, hosts, 1).acts)).toEqual(['demote n3', 'demote n2'])
    const large = existing(7, 2)
    expect(plan(large.facts, large.hosts).acts).toEqual([])
  })

  test('takes nobody in without quorum', () => {
    const { hosts } = existing(3, 0)
    const late = sampleHost({ name: 'n4' })
    const facts = sampleFacts([...hosts, late], { swarms: [sampleSwarm(hosts, { quorumLost: true })] })
    expect(plan(facts, [late])).toMatchObject({ acts: [], obstacle: { message: expect.stringContaining('quorum') } })
  })

  test('made by hand on one host alone is joined only if that host was chosen', () => {
    const lone = sampleMember('n9', 'manager')
    const others = hostsNamed(2)
    const facts = sampleFacts([lone, ...others], { swarms: [sampleSwarm([lone], { ours: false })] })
    expect(words(plan(facts, others).acts)[0]).toBe('init n1')
    expect(words(plan(facts, [lone, ...others]).acts)).toEqual(['join n1 manager', 'join n2 manager'])
  })
})

test('whatever was there before: no host twice, never a cluster inside a cluster, an odd number of managers after', () => {
  const role = fc.constantFrom('manager', 'worker', 'out', 'dead', 'drained', 'foreign')
  fc.assert(
    fc.property(fc.array(role, { minLength: 1, maxLength: 12 }), fc.boolean(), (roles, chooseAll) => {
      const hosts = roles.map((each, index) => {
        const name = `n${index + 1}`
        if (each === 'manager' || each === 'worker') return sampleMember(name, each)
        if (each === 'dead') return sampleHost({ name, state: 'unreachable' })
        if (each === 'drained') return sampleHost({ name, availability: 'drain' })
        if (each === 'foreign') return sampleHost({ name, swarm: { state: 'active', nodeId: `x-${name}` } })
        return sampleHost({ name })
      })
      const members = hosts.filter((_, index) => roles[index] === 'manager' || roles[index] === 'worker')
      const hasSwarm = roles.includes('manager')
      const swarms = hasSwarm ? [sampleSwarm(members)] : []
      const wanted = chooseAll ? hosts : hosts.slice(0, Math.ceil(hosts.length / 2))
      const { acts, refused, obstacle } = plan(sampleFacts(hosts, { swarms }), wanted)
      const touched = acts.map((act) => act.host.id)
      expect(new Set(touched).size).toBe(touched.length)
      expect(acts.filter((act) => act.kind === 'init').length).toBe(!hasSwarm && acts.length > 0 ? 1 : 0)
      for (const { host } of refused) expect(touched).not.toContain(host.id)
      for (const act of acts) expect(roles[hosts.indexOf(act.host)]).not.toMatch(/dead|foreign/)
      if (obstacle || (!hasSwarm && acts.length === 0)) return
      const rise = acts.filter(
        (a) => a.kind === 'init' || a.kind === 'promote' || (a.kind === 'join' && a.role === 'manager'),
      )
      const fall = acts.filter((act) => act.kind === 'demote')
      const managers = roles.filter((each) => each === 'manager').length + rise.length - fall.length
      expect(managers % 2).toBe(1)
    }),
  )
})

describe('leaving', () => {
  const kinds = (leaving: Host[], facts: OverlayFacts, force = false) => {
    const { acts, obstacle } = planDisable(facts, leaving, force)
    return obstacle?.message ?? acts.map((act) => `${act.kind} ${act.host.name}`)
  }

  test('a manager makes a worker its heir first', () => {
    const { hosts, facts } = existing(3, 1)
    expect(kinds([hosts[0]!], facts)).toEqual(['promote n4', 'demote n1', 'leave n1'])
  })

  test('all ends the cluster with the last manager', () => {
    const { hosts, facts } = existing(3, 1)
    expect(kinds(hosts, facts)).toEqual(['leave n4', 'demote n1', 'leave n1', 'demote n2', 'leave n2', 'leave n3'])
    expect(planDisable(facts, hosts, false).acts.at(-1)).toMatchObject({ kind: 'leave', last: true })
  })

  test('is refused for a silent host unless forced, which strikes it off', () => {
    const hosts = [sampleMember('n1', 'manager'), sampleMember('n2', 'worker', { state: 'unreachable' })]
    const facts = sampleFacts(hosts, { swarms: [sampleSwarm(hosts)] })
    expect(kinds([hosts[1]!], facts)).toContain('n2 does not answer')
    expect(kinds([hosts[1]!], facts, true)).toEqual(['remove-node n2'])
  })

  test('is refused where nobody who stays could be a manager', () => {
    const hosts = [sampleMember('n1', 'manager'), sampleMember('n2', 'worker', { state: 'unreachable' })]
    const swarm = sampleSwarm([], { nodes: hosts.map((host) => sampleNode(host)) })
    expect(kinds([hosts[0]!], sampleFacts(hosts, { swarms: [swarm] }))).toContain(
      'No host that stays can become a manager',
    )
  })

  test('of hosts that are not in is nothing to do', () => {
    const hosts = hostsNamed(2)
    expect(kinds(hosts, sampleFacts(hosts))).toEqual([])
  })
})

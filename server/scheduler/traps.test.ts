// The details of classic Swarm that a rewrite gets wrong, each by its name.
import { describe, expect, it } from 'vitest'
import { overcommitted } from './overcommit'
import { schedule } from './schedule'
import { createPlacementState } from './state-changes'
import { aContainer, aHost, GiB, publishes } from './testdata/cluster'
import type { PlacementHost, PlacementOptions, PlacementRequest } from './types'

function place(hosts: PlacementHost[], request: PlacementRequest, options?: PlacementOptions) {
  const decision = schedule(createPlacementState(hosts), request, options)
  return decision.placed ? decision.hostId.replace('id-', '') : decision.error
}

const conditions = 'Unable to find a node that satisfies the following conditions '

describe('ports', () => {
  const taken = (binding: ReturnType<typeof publishes>) => [
    aHost('n1', { containers: [aContainer('web', { requestedPorts: [binding] })] }),
  ]
  const noPort = (port: string) => `${conditions}\n[port ${port} (Bridge mode)]`

  it('are two for two protocols, where classic Swarm has one', () => {
    const request = { portBindings: [publishes('53', '', '53/udp')] }
    expect(place(taken(publishes('53', '', '53/tcp')), request)).toBe('n1')
    expect(place(taken(publishes('53', '', '5353/udp')), request)).toBe(noPort('53'))
    expect(place(taken(publishes('53', '', '53/tcp')), request, { ports: 'classic' })).toBe(noPort('53'))
  })
  it('are one for TCP said and unsaid', () => {
    expect(place(taken(publishes('80', '', '80/tcp')), { portBindings: [publishes('80', '', '80')] })).toBe(
      noPort('80'),
    )
  })
  it('on different addresses do not clash', () => {
    expect(place(taken(publishes('80', '10.0.0.1')), { portBindings: [publishes('80', '10.0.0.2')] })).toBe('n1')
  })
  it.each(['', '0.0.0.0', '::'])('on %j clash with any address', (everywhere) => {
    expect(place(taken(publishes('80', everywhere)), { portBindings: [publishes('80', '10.0.0.2')] })).toBe(
      noPort('80'),
    )
    expect(place(taken(publishes('80', '10.0.0.1')), { portBindings: [publishes('80', everywhere)] })).toBe(
      noPort('80'),
    )
  })
  it('left to the engine never clash', () => {
    expect(place(taken(publishes('')), { portBindings: [publishes('')] })).toBe('n1')
  })
  it('given by the engine count as well', () => {
    const hosts = [aHost('n1', { containers: [aContainer('web', { actualPorts: [publishes('32768')] })] })]
    expect(place(hosts, { portBindings: [publishes('32768')] })).toBe(noPort('32768'))
  })
  it('in host mode clash with what other host-mode containers expose, and with nothing else', () => {
    const hosts = (networkMode: string) => [
      aHost('n1', { containers: [aContainer('web', { networkMode, exposedPorts: ['80/tcp'] })] }),
    ]
    const request = { networkMode: 'host', exposedPorts: ['80/tcp'], portBindings: [publishes('80')] }
    expect(place(hosts('host'), request)).toBe(`${conditions}\n[port 80/tcp (Host mode)]`)
    expect(place(hosts('bridge'), request)).toBe('n1')
    expect(place(taken(publishes('80')), request)).toBe('n1')
  })
})

describe('soft expressions', () => {
  const hosts = [aHost('n1', { labels: { storage: 'ssd' } }), aHost('n2', { labels: { zone: 'eu' } })]

  it('are dropped all at once, not one by one', () => {
    // Dropping only one of them would leave n1 or n2; without both, the host with fewer containers is taken.
    const third = aHost('a3')
    const request = { env: ['constraint:storage==~ssd', 'constraint:zone==~eu'] }
    expect(place([...hosts, third], request)).toBe('a3')
  })
  it('bind while some host meets them', () => {
    expect(place(hosts, { env: ['constraint:zone==~eu'] })).toBe('n2')
  })
  it('are dropped when the only host that meets them is too small', () => {
    const small = aHost('n1', { labels: { storage: 'ssd' }, total: { cpus: 1, memoryBytes: GiB } })
    expect(place([small, aHost('n2')], { env: ['constraint:storage==~ssd'], memoryBytes: 2 * GiB })).toBe('n2')
  })
  it('still appear in the failure text', () => {
    expect(place(hosts, { env: ['affinity:image==~redis', 'constraint:gpu==yes'] })).toBe(
      `${conditions}\n[available container slots]\n[image==redis (soft=true)]\n[gpu==yes]`,
    )
  })
})

describe('expressions', () => {
  it('!= is true for a missing label', () => {
    expect(place([aHost('n1')], { env: ['constraint:storage!=ssd'] })).toBe('n1')
  })
  it('a glob is anchored, a regular expression is not', () => {
    const hosts = [aHost('n1', { labels: { zone: 'eu-1' } })]
    expect(place(hosts, { env: ['constraint:zone==/u/'] })).toBe('n1')
    expect(place(hosts, { env: ['constraint:zone==u'] })).toContain('[zone==u]')
  })
  it('a key needs two characters', () => {
    expect(place([aHost('n1')], { env: ['constraint:s==x'] })).toBe(
      `${conditions}\n[available container slots]\nerror from constraint filter: Key 's' is invalid`,
    )
  })
  it('in labels come first, and what is no JSON list is nothing', () => {
    const request = { env: ['constraint:zone==b'], labels: { 'com.docker.swarm.constraints': '["zone==a"]' } }
    expect(place([aHost('n1')], request)).toContain('[zone==a zone==b]')
    expect(place([aHost('n1')], { labels: { 'com.docker.swarm.constraints': '["zone==a"' } })).toBe('n1')
  })
  it.each(['constructor', '__proto__', 'toString'])('the label key %s is like any other', (key) => {
    expect(place([aHost('n1')], { env: [`constraint:${key}!=x`] })).toBe('n1')
    expect(place([aHost('n1')], { env: [`constraint:${key}==/./`] })).toContain(`[${key}==/./]`)
  })
})

describe('stopped containers count', () => {
  // The state does not even know which containers run: all of these come from stopped ones as well.
  it('for slots', () => {
    const full = aHost('n1', { labels: { containerslots: '1' }, containers: [aContainer('stopped')] })
    expect(place([full], {})).toBe(`${conditions}\n[available container slots]`)
  })
  it('for reservations', () => {
    const reservation = { cpus: 4, memoryBytes: 0 }
    const full = aHost('n1', { containers: [aContainer('stopped', { reservation })] })
    expect(place([full], { cpus: 1 })).toBe('no resources available to schedule container')
  })
  it('for affinity', () => {
    expect(place([aHost('n1', { containers: [aContainer('db')] })], { env: ['affinity:container==db'] })).toBe('n1')
  })
  it('for the order of hosts', () => {
    expect(place([aHost('a', { containers: [aContainer('stopped')] }), aHost('b')], {})).toBe('b')
    expect(place([aHost('b'), aHost('c', { containers: [aContainer('x')] })], {}, { strategy: 'binpack' })).toBe('c')
  })
})

describe('containerslots', () => {
  it.each([
    ['many', 'n1'],
    ['', 'n1'],
    ['2.5', 'n1'],
    ['99999999999999999999', 'n1'],
    ['+1', 'n1'],
    ['0', `${conditions}\n[available container slots]`],
    ['-1', `${conditions}\n[available container slots]`],
  ])('%j', (containerslots, expected) => {
    expect(place([aHost('n1', { labels: { containerslots } })], {})).toBe(expected)
  })
})

describe('capacity', () => {
  it('overcommit is int(ratio * 100) and whole cores', () => {
    expect(overcommitted(4, 0.05)).toBe(4)
    expect(overcommitted(20, 0.05)).toBe(21)
    expect(overcommitted(1000, 0.29)).toBe(1280)
    expect(overcommitted(8 * GiB, 0.05)).toBe(9019431321)
  })
  it('CPUs are cores', () => {
    expect(place([aHost('n1')], { cpus: 4 })).toBe('n1')
    expect(place([aHost('n1')], { cpus: 5 })).toBe('no resources available to schedule container')
  })
  it('is compared in whole percent as in classic Swarm only when asked for', () => {
    const nearlyFull = aHost('n1', {
      total: { cpus: 4, memoryBytes: 1000 },
      reservedElsewhere: { cpus: 0, memoryBytes: 995 },
    })
    expect(place([nearlyFull], { memoryBytes: 14 }, { capacity: 'classic' })).toBe('n1')
    expect(place([nearlyFull], { memoryBytes: 14 })).toBe('no resources available to schedule container')
    expect(place([nearlyFull], { memoryBytes: 15 }, { capacity: 'classic' })).toContain('no resources')
  })
  it('is not looked at by the classic random strategy', () => {
    const options = { strategy: 'random', random: () => 0 } as const
    expect(place([aHost('n1')], { cpus: 9 }, { ...options, capacity: 'classic' })).toBe('n1')
    expect(place([aHost('n1')], { cpus: 9 }, options)).toContain('no resources')
  })
})

describe('hosts', () => {
  it('health outweighs everything', () => {
    const hosts = [aHost('a', { health: 67 }), aHost('b', { containers: [aContainer('x')] })]
    expect(place(hosts, {})).toBe('b')
    expect(place([...hosts.slice(0, 1), aHost('b')], {}, { strategy: 'binpack' })).toBe('b')
  })
  it('without health give the bare text', () => {
    const none = 'No healthy node available in the cluster'
    expect(place([aHost('n1', { health: 0 })], { env: ['constraint:s==x'] })).toBe(none)
    expect(place([], {})).toBe(none)
    expect(place([], {}, { filters: ['constraint'] })).toBe('No nodes available in the cluster')
  })
  it('whitelist looks neither at key nor at operator', () => {
    expect(place([aHost('n1'), aHost('n2')], { env: ['whitelist:whatever!=n2|n3'] })).toBe('n2')
  })
})

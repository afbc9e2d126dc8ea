import { describe, expect, test } from 'vitest'
import { type CreateNetworkRequest, createNetworkRequest, type Network } from '@/lib/contract/networks'
import { AppError } from '@/server/errors'
import { aLocalNetwork, aNetwork } from '@/server/testing/inventory-builders'
import { parseRange } from './cidr'
import { planNetwork, type RequestFacts } from './network-request'
import { overlayStatusOf } from './overlay-status'
import { sampleFacts, sampleHost, sampleMember, sampleSwarm } from './sample-facts'
import { defaultSubnetPools } from './subnets'

const one = sampleMember('n1', 'manager')
const two = sampleMember('n2', 'worker', { engine: { networkDrivers: ['bridge', 'overlay', 'weave'] } })
const three = sampleHost({ name: 'n3', state: 'unreachable' })
const hosts = [one, two, three]

const facts = (networks: Network[] = [], more: Partial<RequestFacts> = {}): RequestFacts => ({
  hosts,
  networks,
  overlay: overlayStatusOf(sampleFacts(hosts, { swarms: [sampleSwarm([one, two])] })),
  otherRanges: [{ range: parseRange('192.168.1.0/24')!, owner: 'the network of host n1' }],
  pools: defaultSubnetPools,
  ...more,
})
const wanted = (request: Partial<CreateNetworkRequest> & { name: string }) => createNetworkRequest.parse(request)
const local = (host: string, name: string, subnet: string) =>
  aLocalNetwork({ id: `id-${host}`, name: host }, name, { ipam: [{ subnet }] })
const refusal = (request: CreateNetworkRequest, known: RequestFacts) => {
  try {
    planNetwork(request, known)
  } catch (error) {
    if (error instanceof AppError) return [error.code, `${error.message} ${error.details?.fix ?? ''}`]
    throw error
  }
  return ['none', '']
}

describe('an overlay', () => {
  test('is made on a manager, with the first subnet that nobody has', () => {
    const networks = [aNetwork('ingress', { ipam: [{ subnet: '10.0.0.0/24' }] }), local('n2', 'lab', '10.0.1.0/24')]
    const plan = planNetwork(wanted({ name: 'shop' }), facts(networks))
    expect(plan).toMatchObject({ kind: 'swarm', chosen: true, subnet: '10.0.2.0/24' })
    expect(plan.hosts.map((host) => host.name)).toEqual(['n1'])
  })

  test.each<[string, Partial<CreateNetworkRequest>, Network[], string, RegExp]>([
    ['a name that an overlay has', {}, [aNetwork('shop')], 'name_taken', /the overlay network shop/],
    ['a name of a local network', {}, [local('n2', 'shop', '172.18.0.0/16')], 'name_taken', /n2\/shop/],
    ['an engine’s own name', { name: 'ingress' }, [], 'name_taken', /engines make themselves/],
    ['a gateway without a subnet', { gateway: '10.0.1.1' }, [], 'invalid_input', /needs a subnet/],
    [
      'a local network’s subnet',
      { subnet: '172.18.4.0/24' },
      [local('n2', 'x', '172.18.0.0/16')],
      'subnet_overlap',
      /n2\/x/,
    ],
    ['the hosts’ own network', { subnet: '192.168.0.0/16' }, [], 'subnet_overlap', /network of host n1/],
    ['IPv6', { subnet: 'fd00:1::/64' }, [], 'not_supported', /IPv4 only/],
    ['the driver host', { driver: 'host' }, [], 'invalid_input', /its one "host" network/],
    ['an unknown driver', { driver: 'flannel' }, [], 'invalid_input', /Offered are bridge, macvlan, overlay, weave/],
  ])('is refused with %s', (_, request, networks, code, words) => {
    const [got, text] = refusal(wanted({ name: 'shop', ...request }), facts(networks))
    expect(got).toBe(code)
    expect(text).toMatch(words)
  })

  test('is refused while overlay networking is off, without quorum, and while no manager answers', () => {
    const overlay = (swarms: ReturnType<typeof sampleSwarm>[], members = hosts) =>
      overlayStatusOf(sampleFacts(members, { swarms }))
    expect(refusal(wanted({ name: 'shop' }), facts([], { overlay: overlay([]) }))[1]).toMatch(/is off.*Enable overlay/)
    const lost = overlay([sampleSwarm([one, two], { quorumLost: true })])
    expect(refusal(wanted({ name: 'shop' }), facts([], { overlay: lost }))[1]).toMatch(/no quorum/)
    const dead = sampleMember('n1', 'manager', { state: 'unreachable' })
    const silent = overlay([sampleSwarm([dead, two], { answered: false })], [dead, two])
    expect(refusal(wanted({ name: 'shop' }), facts([], { overlay: silent }))[0]).toBe('host_unreachable')
  })

  test('finds no subnet in pools that are full', () => {
    const pools = [{ range: '10.9.0.0/23', prefix: 24 }]
    const networks = [aNetwork('big', { ipam: [{ subnet: '10.9.0.0/16' }] })]
    expect(refusal(wanted({ name: 'shop' }), facts(networks, { pools }))[1]).toMatch(
      /No free subnet is left in 10.9.0.0\/23/,
    )
  })
})

describe('a local network', () => {
  test('shares names and subnets with other hosts, not with its own or with overlays', () => {
    const networks = [local('n2', 'lan', '172.20.0.0/16'), aNetwork('shop', { ipam: [{ subnet: '10.0.1.0/24' }] })]
    const request = { name: 'lan', driver: 'bridge', subnet: '172.20.0.0/16' }
    expect(planNetwork(wanted({ ...request, hostId: one.id }), facts(networks))).toMatchObject({
      kind: 'local',
      chosen: false,
    })
    expect(refusal(wanted({ ...request, hostId: two.id }), facts(networks))[0]).toBe('name_taken')
    expect(refusal(wanted({ ...request, name: 'new', hostId: two.id }), facts(networks))[0]).toBe('subnet_overlap')
    expect(refusal(wanted({ ...request, name: 'shop', hostId: one.id }), facts(networks))[0]).toBe('name_taken')
    expect(
      refusal(wanted({ ...request, name: 'new', subnet: '10.0.0.0/16', hostId: one.id }), facts(networks))[1],
    ).toMatch(/of network shop/)
  })

  test('of macvlan lies in the LAN on purpose', () => {
    const request = wanted({ name: 'lan', driver: 'macvlan', subnet: '192.168.1.0/24', hostId: one.id })
    expect(planNetwork(request, facts([local('n1', 'x', '192.168.1.128/25')])).subnet).toBe('192.168.1.0/24')
  })

  test('needs a host, unless only one has the driver; its engine chooses the subnet', () => {
    expect(refusal(wanted({ name: 'lan', driver: 'bridge' }), facts())[1]).toMatch(/Choose one of n1, n2, n3/)
    const plan = planNetwork(wanted({ name: 'lan', driver: 'weave' }), facts())
    expect(plan).toMatchObject({ kind: 'local', subnet: null })
    expect(plan.hosts).toEqual([two])
  })

  test('is refused where the host is silent, unknown or lacks the driver', () => {
    const on = (hostId: string, driver = 'bridge') => refusal(wanted({ name: 'lan', driver, hostId }), facts())
    expect(on(three.id)[0]).toBe('host_unreachable')
    expect(on('nowhere')[0]).toBe('not_found')
    expect(on(one.id, 'weave')[1]).toMatch(/n1 does not offer.*weave is offered by n2/)
  })
})

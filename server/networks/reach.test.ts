import { describe, expect, test } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { Network } from '@/lib/contract/networks'
import type { Reach } from '@/lib/contract/reach'
import { aLocalNetwork, aNetwork } from '@/server/testing/inventory-builders'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { choicesOf, partyOf, reachOf } from './reach'
import { reachIndex } from './reach-index'

const [n1, n2] = [aHost('n1'), aHost('n2')]
const bridge = (host: typeof n1) => aLocalNetwork(host, 'bridge', { predefined: true })

type Options = Partial<Container> & { on?: Network[]; aliases?: string[]; address?: string }
let serial = 0
const container = (
  host: typeof n1,
  name: string,
  { on = [], aliases = [], address, ...more }: Options = {},
): Container => {
  serial += 1
  const networks = on.map((network) => ({
    networkId: network.id,
    name: network.name,
    ipAddress: address ?? `10.0.0.${serial}`,
    aliases,
  }))
  return aContainer(host, name, {
    id: `id-${name}`,
    stack: null,
    service: null,
    labels: {},
    networks,
    networkMode: '',
    ...more,
  })
}
const replica = (host: typeof n1, stack: string, service: string, number: number, more: Options = {}) =>
  container(host, `${stack}-${service}-${number}`, { stack, service, number, aliases: [service], ...more })

const ask = (of: string, containers: Container[], networks: Network[]): Reach => {
  const index = reachIndex({ containers, networks })
  const party = partyOf(index, of)
  if (!party) throw new Error(`no party ${of}`)
  return reachOf(index, party)
}
const namesOf = (rows: { party: { name: string } }[]) => rows.map(({ party }) => party.name)

describe('who can reach a service', () => {
  test('over an overlay from every host, by the service’s name first', () => {
    const front = aNetwork('shop_front')
    const ports = { exposedPorts: ['8080/tcp'] }
    const answer = ask(
      'shop/api',
      [
        replica(n1, 'shop', 'api', 1, { on: [front], ...ports }),
        replica(n2, 'shop', 'api', 2, { on: [front], ...ports }),
        replica(n2, 'shop', 'web', 1, { on: [front] }),
        container(n1, 'alone', { on: [bridge(n1)] }),
      ],
      [front, bridge(n1)],
    )
    expect(namesOf(answer.reachedBy)).toEqual(['shop/web'])
    expect(answer.reachedBy[0]?.ways).toMatchObject([
      {
        kind: 'name',
        lane: front.id,
        names: ['api', 'shop-api-1', 'shop-api-2'],
        ports: ['8080/tcp'],
        crossesHosts: true,
        isPartial: false,
        now: true,
      },
    ])
    expect(answer.cannot).toMatchObject([{ party: { name: 'n1/alone' }, reason: 'no-common' }])
  })

  test('not on another host’s network of the same name, and that is said', () => {
    const nets = [aLocalNetwork(n1, 'shop_default'), aLocalNetwork(n2, 'shop_default')]
    const answer = ask(
      'shop/api',
      [replica(n1, 'shop', 'api', 1, { on: nets.slice(0, 1) }), replica(n2, 'shop', 'web', 1, { on: nets.slice(1) })],
      nets,
    )
    expect(answer.reachedBy).toEqual([])
    expect(answer.cannot).toMatchObject([{ reason: 'other-host', network: 'shop_default' }])
  })

  test('tells local networks with equal ids on two hosts apart', () => {
    const nets = [aLocalNetwork(n1, 'lan', { id: 'same' }), aLocalNetwork(n2, 'lan', { id: 'same' })]
    const answer = ask(
      'id-a',
      [container(n1, 'a', { on: nets.slice(0, 1) }), container(n2, 'b', { on: nets.slice(1) })],
      nets,
    )
    expect(answer.reachedBy).toEqual([])
  })

  test('on the default bridge by address alone', () => {
    const net = bridge(n1)
    const answer = ask(
      'id-a',
      [container(n1, 'a', { on: [net], address: '172.17.0.2' }), container(n1, 'b', { on: [net] })],
      [net],
    )
    expect(answer.reachedBy[0]?.ways).toMatchObject([{ kind: 'address', names: [], addresses: ['172.17.0.2'] }])
  })

  test('not where a bridge keeps its containers apart', () => {
    const net = aLocalNetwork(n1, 'apart', { options: { 'com.docker.network.bridge.enable_icc': 'false' } })
    const answer = ask('id-a', [container(n1, 'a', { on: [net] }), container(n1, 'b', { on: [net] })], [net])
    expect(answer.cannot).toMatchObject([{ reason: 'isolated', network: 'n1/apart' }])
  })

  test('inside an internal network as in any other', () => {
    const net = aNetwork('vault', { internal: true })
    const answer = ask('id-a', [container(n1, 'a', { on: [net] }), container(n2, 'b', { on: [net] })], [net])
    expect(answer.reachedBy[0]?.ways).toMatchObject([{ kind: 'name', crossesHosts: true }])
    expect(answer.lanes).toMatchObject([{ internal: true }])
  })

  test('from the host’s own network by address, and not the other way', () => {
    const net = aLocalNetwork(n1, 'shop_default')
    const containers = [
      container(n1, 'a', { on: [net], address: '172.18.0.2' }),
      container(n1, 'exporter', { networkMode: 'host' }),
      container(n2, 'elsewhere', { networkMode: 'host' }),
    ]
    const answer = ask('id-a', containers, [net])
    expect(answer.reachedBy).toMatchObject([
      { party: { name: 'n1/exporter' }, ways: [{ kind: 'gateway', addresses: ['172.18.0.2'] }] },
    ])
    expect(answer.reaches).toEqual([])
    const back = ask('id-exporter', containers, [net])
    expect(namesOf(back.reaches)).toEqual(['n1/a'])
    expect(back.of.hostNetworkOn).toEqual(['n1'])
  })

  test('through a shared namespace as localhost, and with the networks of the one that owns it', () => {
    const net = aNetwork('shop')
    const containers = [
      container(n1, 'vpn', { on: [net], exposedPorts: ['80/tcp'] }),
      container(n1, 'guest', { networkMode: 'container:id-vpn' }),
      container(n2, 'far', { on: [net] }),
    ]
    const answer = ask('id-guest', containers, [net])
    expect(answer.reachedBy).toMatchObject([
      { party: { name: 'n1/vpn' }, ways: [{ kind: 'localhost', names: ['localhost'] }] },
      { party: { name: 'n2/far' }, ways: [{ kind: 'name', names: ['vpn'] }] },
    ])
    expect(ask('id-vpn', containers, [net]).breaks).toMatchObject([
      { party: { name: 'n1/guest' }, how: 'shares-network', through: null },
    ])
  })

  test('is nobody’s business when it is a probe of the doctor', () => {
    const net = aNetwork('shop')
    const probe = container(n1, 'probe', { networkMode: 'container:id-a', labels: { 'io.lotse.probe': 'true' } })
    const answer = ask('id-a', [container(n1, 'a', { on: [net] }), probe], [net])
    expect([answer.reachedBy, answer.breaks]).toEqual([[], []])
  })

  test('names stopped containers and says that nothing gets there now', () => {
    const net = aNetwork('shop')
    const stopped = { state: 'exited' as const }
    const answer = ask(
      'id-a',
      [container(n1, 'a', { on: [net], ...stopped }), container(n2, 'b', { on: [net] })],
      [net],
    )
    expect(answer.of).toMatchObject({ running: 0, total: 1 })
    expect(answer.reachedBy[0]?.ways).toMatchObject([{ now: false }])
  })

  test('cannot be anybody for one without networks', () => {
    const net = aNetwork('shop')
    const answer = ask('id-a', [container(n1, 'a', { networkMode: 'none' }), container(n1, 'b', { on: [net] })], [net])
    expect(answer.cannot).toMatchObject([{ reason: 'not-connected' }])
    expect(answer.ofLanes).toEqual([])
  })

  test('asked of one container, its siblings are others and are counted', () => {
    const net = aNetwork('shop')
    const replicas = [1, 2, 3].map((number) => replica(n1, 'shop', 'api', number, { on: [net] }))
    const answer = ask('id-shop-api-2', replicas, [net])
    expect(answer.of).toMatchObject({ total: 1, siblings: 2 })
    expect(answer.reachedBy).toMatchObject([{ party: { name: 'shop/api', total: 2 } }])
  })
})

describe('what breaks without it', () => {
  const net = aNetwork('shop')
  const depends = (text: string) => ({ on: [net], labels: { 'com.docker.compose.depends_on': text } })
  test('follows depends_on as far as it goes, and a name in a command', () => {
    const answer = ask(
      'shop/db',
      [
        replica(n1, 'shop', 'db', 1, { on: [net] }),
        replica(n1, 'shop', 'api', 1, depends('db:service_healthy:false')),
        replica(n1, 'shop', 'web', 1, depends('api:service_started:false')),
        replica(n2, 'tools', 'dump', 1, { on: [net], command: 'dump --to=postgres://user:hush@db:5432/shop' }),
        replica(n2, 'tools', 'other', 1, { on: [net], command: 'db is a word here' }),
      ],
      [net],
    )
    expect(answer.breaks).toMatchObject([
      { party: { name: 'shop/api' }, how: 'depends-on', detail: 'service_healthy', through: null, reaches: true },
      { party: { name: 'tools/dump' }, how: 'command', detail: 'db:5432' },
      { party: { name: 'shop/web' }, how: 'depends-on', through: 'shop/api' },
    ])
  })
})

describe('the edge', () => {
  test('is what is published, once for both families, and what could pass requests on', () => {
    const net = aNetwork('shop')
    const both = ['0.0.0.0', '::'].map((hostIp) => ({ port: '80/tcp', hostIp, hostPort: '8080' }))
    const containers = [
      replica(n1, 'shop', 'web', 1, { on: [net], actualPorts: both, requestedPorts: both.slice(0, 1) }),
      replica(n2, 'shop', 'web', 2, { on: [net], state: 'exited', requestedPorts: both.slice(0, 1) }),
      replica(n2, 'shop', 'db', 1, { on: [net] }),
    ]
    expect(ask('shop/web', containers, [net]).edge).toMatchObject([
      { hostName: 'n1', hostIp: '', hostPort: '8080', port: '80/tcp', open: true },
      { hostName: 'n2', hostPort: '8080', open: false },
    ])
    expect(ask('shop/db', containers, [net]).gates).toMatchObject([
      { party: { name: 'shop/web' }, edge: [{ hostName: 'n1' }] },
    ])
  })
})

test('choices are found by any of their names, those open to the outside first', () => {
  const published = [{ port: '80/tcp', hostIp: '', hostPort: '80' }]
  const index = reachIndex({
    containers: [
      replica(n1, 'shop', 'api', 1),
      replica(n1, 'shop', 'web', 1, { actualPorts: published }),
      container(n2, 'lone'),
    ],
    networks: [],
  })
  expect(choicesOf(index, '', 10).items.map(({ name }) => name)).toEqual(['shop/web', 'n2/lone', 'shop/api'])
  expect(choicesOf(index, 'SHOP-api', 10)).toMatchObject({ total: 1, items: [{ key: 'shop/api' }] })
})

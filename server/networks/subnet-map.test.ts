import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Network } from '@/lib/contract/networks'
import { aLocalNetwork, aNetwork } from '@/server/testing/inventory-builders'
import { aHost } from '@/server/testing/stack-builders'
import { overlaps, parseRange } from './cidr'
import { subnetMapOf } from './subnet-map'
import { defaultSubnetPools } from './subnets'

const hosts = [aHost('n1'), aHost('n2')]
const [n1, n2] = hosts as [(typeof hosts)[0], (typeof hosts)[0]]
const local = (host: typeof n1, name: string, subnet: string): Network =>
  aLocalNetwork(host, name, {
    ipam: [{ subnet }],
    containerCount: 1,
  })
const wide = (name: string, subnet: string): Network => aNetwork(name, { hostIds: [n1.id, n2.id], ipam: [{ subnet }] })
const map = (networks: Network[], ranges: [string, string][] = [], prefix = 24) =>
  subnetMapOf(
    { networks, hosts, hostRanges: ranges.map(([hostName, range]) => ({ hostName, range: parseRange(range)! })) },
    defaultSubnetPools,
    prefix,
  )

test('equal local networks of many hosts are one row and do no harm', () => {
  const { rows } = map([local(n1, 'bridge', '172.17.0.0/16'), local(n2, 'bridge', '172.17.0.0/16')])
  expect(rows).toMatchObject([
    { subnet: '172.17.0.0/16', kind: 'local', hostNames: ['n1', 'n2'], containers: 2, networkId: null, overlaps: [] },
  ])
  const other = map([local(n1, 'a', '172.20.0.0/16'), local(n2, 'b', '172.20.1.0/24')])
  expect(other.rows.flatMap((row) => row.overlaps)).toEqual([])
})

test('a network over hosts clashes with any local one under it, and both say so', () => {
  const { rows } = map([wide('shop', '10.0.1.0/24'), local(n2, 'lan', '10.0.0.0/16')])
  expect(rows).toMatchObject([
    { name: 'lan', overlaps: [{ name: 'shop', subnet: '10.0.1.0/24', hostNames: ['n2'] }] },
    { name: 'shop', overlaps: [{ name: 'lan', subnet: '10.0.0.0/16', hostNames: ['n2'] }] },
  ])
})

test('a local network hides the network of its host, and that of others', () => {
  const ranges: [string, string][] = [
    ['n1', '192.168.1.0/24'],
    ['n2', '192.168.2.0/24'],
  ]
  const { rows } = map([local(n1, 'wrong', '192.168.0.0/16')], ranges)
  expect(rows[0]).toMatchObject({ name: 'wrong', overlaps: [{ hostNames: ['n1'] }, { hostNames: [] }] })
})

test('hosts on one LAN are no overlap', () => {
  const { rows } = map(
    [],
    [
      ['n1', '192.168.1.0/24'],
      ['n2', '192.168.1.0/24'],
    ],
  )
  expect(rows).toMatchObject([{ kind: 'host', hostNames: ['n1', 'n2'], overlaps: [] }])
})

test('the free one is of the size asked for and outside everything', () => {
  const { free } = map([wide('a', '10.0.0.0/24'), wide('b', '10.0.2.0/24')], [], 23)
  expect(free).toEqual({ prefix: 23, subnet: '10.0.4.0/23', pool: '10.0.0.0/8' })
  expect(map([wide('all', '10.0.0.0/8')]).free.subnet).toBeNull()
})

test('overlaps over hosts are symmetric and none is missed', () => {
  const subnet = fc
    .tuple(fc.nat(15), fc.nat(15), fc.integer({ min: 12, max: 26 }))
    .map(([b, c, prefix]) => parseRange(`10.${b}.${c * 16}.0/${prefix}`)!)
  fc.assert(
    fc.property(fc.array(subnet, { maxLength: 25 }), (ranges) => {
      const networks = ranges.map((range, index) =>
        wide(`w${index}`, `${[24n, 16n, 8n, 0n].map((s) => (range.base >> s) & 255n).join('.')}/${range.prefix}`),
      )
      const { rows } = map(networks)
      for (const row of rows) {
        const at = Number(row.name.slice(1))
        const wanted = ranges.flatMap((range, index) =>
          index !== at && overlaps(range, ranges[at]!) ? [`w${index}`] : [],
        )
        expect(row.overlaps.map(({ name }) => name).sort()).toEqual(wanted.sort())
      }
    }),
  )
})

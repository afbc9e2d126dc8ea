import { describe, expect, test } from 'vitest'
import { formatRange, parseRange, type Range } from './cidr'
import {
  checkSubnet,
  chooseSubnet,
  chooseSwarmPool,
  defaultSubnetPools,
  type UsedRange,
  usedByHosts,
  usedByNetworks,
} from './subnets'

const range = (text: string): Range => {
  const parsed = parseRange(text)
  if (!parsed) throw new Error(`not a range: ${text}`)
  return parsed
}
const used = (text: string, owner = 'network other'): UsedRange => ({ range: range(text), owner })
const chosen = (taken: UsedRange[], pools = defaultSubnetPools): string | null => {
  const free = chooseSubnet(pools, taken)
  return free && formatRange(free)
}

describe('a wanted subnet', () => {
  test('is refused with the name of the network it overlaps', () => {
    const taken = usedByNetworks([{ displayName: 'shop_default', ipam: [{ subnet: '10.0.1.0/24' }] }])
    expect(checkSubnet({ subnet: '10.0.0.0/16' }, taken)).toMatchObject({
      code: 'subnet_overlap',
      message: 'The subnet 10.0.0.0/16 overlaps 10.0.1.0/24 of network shop_default.',
    })
  })

  test('is refused over the network a host is on', () => {
    const taken = usedByHosts([{ hostName: 'n1', ip: '192.168.7.11' }])
    expect(checkSubnet({ subnet: '192.168.7.128/25' }, taken)?.message).toBe(
      'The subnet 192.168.7.128/25 overlaps 192.168.7.0/24 of the network of host n1.',
    )
    expect(checkSubnet({ subnet: '192.168.8.0/24' }, taken)).toBeNull()
  })

  test("uses a host's real range where it is known, and ignores one that does not hold its address", () => {
    const wanted = { subnet: '192.168.9.0/24' }
    const known = usedByHosts([{ hostName: 'n1', ip: '192.168.7.11', range: range('192.168.0.0/16') }])
    expect(checkSubnet(wanted, known)?.code).toBe('subnet_overlap')
    const wrong = usedByHosts([{ hostName: 'n1', ip: '192.168.7.11', range: range('192.168.9.0/24') }])
    expect(checkSubnet(wanted, wrong)).toBeNull()
  })

  test.each([
    ['10.0.1.5/24', 'has bits set behind its prefix'],
    ['10.0.1.0', 'is not in CIDR notation'],
    ['banana/24', 'is not in CIDR notation'],
    ['10.0.1.0/31', 'is too small'],
    ['0.0.0.0/0', 'is too large'],
    ['127.0.1.0/24', 'which is for loopback'],
    ['224.0.1.0/24', 'which is for multicast'],
    ['240.0.0.0/8', 'which is for multicast and reserved'],
    ['fe80::/64', 'which is for link-local'],
  ])('%s %s', (subnet, words) => {
    expect(checkSubnet({ subnet }, [])?.message).toContain(words)
  })

  test.each([
    [{ gateway: '10.0.2.1' }, 'outside the subnet'],
    [{ gateway: 'x' }, 'is not an IP address'],
    [{ gateway: '10.0.1.0' }, 'network or broadcast address'],
    [{ gateway: '10.0.1.255' }, 'network or broadcast address'],
    [{ gateway: 'fd00::1' }, 'outside the subnet'],
    [{ ipRange: '10.0.0.0/16' }, 'outside the subnet'],
    [{ ipRange: '10.0.1.128' }, 'is not in CIDR notation'],
  ])('with %o: %s', (parts, words) => {
    expect(checkSubnet({ subnet: '10.0.1.0/24', ...parts }, [])?.message).toContain(words)
  })

  test('with gateway and range inside is fine, IPv6 too', () => {
    expect(checkSubnet({ subnet: '10.0.1.0/24', gateway: '10.0.1.1', ipRange: '10.0.1.128/25' }, [])).toBeNull()
    expect(checkSubnet({ subnet: 'fd12::/64', gateway: 'fd12::1' }, [used('10.0.0.0/8')])).toBeNull()
  })
})

describe('a chosen subnet', () => {
  test('is the first that is free', () => {
    expect(chosen([])).toBe('10.0.0.0/24')
    expect(chosen([used('10.0.0.0/24'), used('10.0.1.128/25'), used('10.0.3.0/24')])).toBe('10.0.2.0/24')
  })

  test('goes on to the next pool, and is none when all are full', () => {
    const pools = [
      { range: '10.9.0.0/24', prefix: 25 },
      { range: '10.10.0.0/16', prefix: 20 },
    ]
    expect(chosen([used('10.9.0.0/24')], pools)).toBe('10.10.0.0/20')
    expect(chosen([used('10.0.0.0/8')], pools)).toBeNull()
  })

  test('is found behind 60,000 taken ones without walking them each time', () => {
    expect(chosen([used('10.0.0.0/9'), used('10.128.0.0/10'), used('10.192.0.4/30')])).toBe('10.192.1.0/24')
  })
})

describe('the pool of a new Swarm-mode cluster', () => {
  test('is its default unless a network lies over its beginning', () => {
    expect(chooseSwarmPool([used('10.77.0.0/24')])).toBeNull()
    const pool = chooseSwarmPool([used('10.0.0.0/24')])
    expect(pool && formatRange(pool)).toBe('10.1.0.0/16')
    const outside = chooseSwarmPool([used('10.0.0.0/8'), used('172.17.0.0/16')])
    expect(outside && formatRange(outside)).toBe('172.16.0.0/16')
  })
})

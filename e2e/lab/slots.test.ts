import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkLabName, chooseSlot, networksInRoutes, planHosts, planSlot } from './slots'

describe('chooseSlot', () => {
  it('takes the lowest that no lab has', () => {
    expect(chooseSlot([], [])).toBe(1)
    expect(chooseSlot([1, 2, 4], [])).toBe(3)
  })

  it('leaves out what a route of the machine covers, smaller or larger than a lab network', () => {
    expect(chooseSlot([], ['10.77.1.128/25'])).toBe(2)
    expect(chooseSlot([], ['10.77.0.0/22'])).toBe(4)
    expect(chooseSlot([1], ['10.77.2.9'])).toBe(3)
  })

  it('says so when nothing is left', () => {
    expect(() => chooseSlot([], ['10.0.0.0/8'])).toThrow(/No free lab network is left/)
  })

  it('never gives two labs the same network', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { maxLength: 253 }), (taken) => {
        const slot = chooseSlot(taken, [])
        expect(taken).not.toContain(slot)
        expect(planSlot(slot).uplink.length).toBeLessThanOrEqual(15)
      }),
    )
  })
})

describe('networksInRoutes', () => {
  it('reads destinations, not gateways or the default route', () => {
    const output = [
      'default via 192.0.2.1 dev eth0',
      '10.77.2.0/24 dev lotse2 proto kernel scope link src 10.77.2.1',
      'local 10.77.2.1 dev lotse2 table local proto kernel scope host src 10.77.2.1',
      '10.77.9.0/24 via 192.0.2.7 dev eth0',
      'unreachable 10.77.12.0/24',
      '',
    ].join('\n')
    expect(networksInRoutes(output)).toEqual(['10.77.2.0/24', '10.77.2.1', '10.77.9.0/24', '10.77.12.0/24'])
  })
})

describe('planHosts', () => {
  it('names hosts n1, n2, … and gives each an address', () => {
    expect(planHosts(7, 2).map(({ name, ip }) => `${name} ${ip}`)).toEqual(['n1 10.77.7.11', 'n2 10.77.7.12'])
  })

  it('keeps given names and labels', () => {
    const [first, second] = planHosts(7, [{ name: 'db', labels: { storage: 'ssd' } }, {}])
    expect(first).toMatchObject({ name: 'db', labels: { storage: 'ssd' } })
    expect(second).toMatchObject({ name: 'n2', labels: {} })
  })

  it.each([
    [0, /1 to 200 hosts/],
    [2.5, /1 to 200 hosts/],
    [-1, /1 to 200 hosts/],
    [201, /1 to 200 hosts/],
    [[{ name: 'a' }, { name: 'a' }], /Two hosts/],
    [[{ name: '../x' }], /no host name/],
  ])('refuses %j', (hosts, message) => {
    expect(() => planHosts(1, hosts)).toThrow(message)
  })
})

describe('checkLabName', () => {
  it.each(['../etc', '', 'A', 'a/b', '-a', '.lock', 'a'.repeat(33)])('refuses %j', (name) => {
    expect(() => checkLabName(name)).toThrow(/no lab name/)
  })
})

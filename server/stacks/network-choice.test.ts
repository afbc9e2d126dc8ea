import { describe, expect, it } from 'vitest'
import type { Network } from '@/lib/contract/networks'
import { aNetwork } from '@/server/testing/inventory-builders'
import { aModel, aService, aSnapshot, threeHosts } from '@/server/testing/stack-builders'
import { chooseNetworks } from './network-choice'

const seen = (name: string, subnet: string) => aNetwork(name, { hostIds: ['id-n1'], ipam: [{ subnet }] })
const withSubnet = (subnet: string) =>
  aModel([aService('web')], { networks: { default: { name: 'shop_default', ipam: { config: [{ subnet }] } } } })
const snapshot = (...networks: Network[]) => aSnapshot(threeHosts(), { networks })

describe('the subnet a file asks for', () => {
  it('is refused with the other network named and the line when it overlaps', () => {
    const { problems } = chooseNetworks(withSubnet('10.5.0.0/16'), snapshot(seen('billing_default', '10.5.9.0/24')))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ code: 'subnet_overlap', file: 'compose.yaml' })
    expect(problems[0]?.message).toContain('10.5.9.0/24 of network billing_default')
  })
  it('is taken when it is free', () => {
    const { problems } = chooseNetworks(withSubnet('10.6.0.0/24'), snapshot(seen('billing_default', '10.5.9.0/24')))
    expect(problems).toEqual([])
  })
  it('does not overlap itself once the network is there', () => {
    const { problems, choices } = chooseNetworks(
      withSubnet('10.5.0.0/24'),
      snapshot(seen('shop_default', '10.5.0.0/24')),
    )
    expect(problems).toEqual([])
    expect(choices.get('default')?.action).toBe('keep')
  })
  it('is refused with its fix when it is no subnet', () => {
    const { problems } = chooseNetworks(withSubnet('10.5.0.7/24'), snapshot())
    expect(problems[0]).toMatchObject({ code: 'invalid_input', fix: expect.stringContaining('10.5.0.0/24') })
  })
})

import { describe, expect, it } from 'vitest'
import type { Network } from '@/lib/contract/networks'
import type { Service } from '@/server/compose/model-service'
import { aNetwork } from '@/server/testing/inventory-builders'
import { hosts, images, n1, n2 } from '@/server/testing/plan-ground'
import { aModel, aPlanInput, aService, aSnapshot } from '@/server/testing/stack-builders'
import { planStack } from './plan'

const seen = (name: string, subnet: string, extra: Partial<Network> = {}): Network =>
  aNetwork(name, { hostIds: hosts.map(({ id }) => id), ipam: [{ subnet }], ...extra })

describe('subnets that others have', () => {
  const config = { subnet: '10.9.0.0/24', gateway: '10.9.0.254', ip_range: '10.9.0.128/25' }
  const planOf = (networks: Network[], extra: object = {}, service: Partial<Service> = {}) =>
    planStack(
      aPlanInput(
        aModel([aService('web', service)], {
          networks: { default: { name: 'shop_default', ipam: { config: [config] }, ...extra } },
        }),
        aSnapshot(hosts, { images, networks }),
      ),
    ).plan

  it('have a free one proposed with gateway and range at the same places', () => {
    const plan = planOf([seen('other', '10.9.0.0/16')])
    expect(plan.problems.map(({ code }) => code)).toEqual(['subnet_overlap'])
    const [conflict] = plan.conflicts
    expect(conflict).toMatchObject({
      kind: 'subnet',
      network: 'default',
      subnet: '10.9.0.0/24',
      holder: { network: 'other', subnet: '10.9.0.0/16', hostName: null },
    })
    const free = conflict?.kind === 'subnet' ? conflict.free : null
    const base = free?.subnet.replace(/\.0\/24$/, '')
    expect(free).toEqual({ subnet: `${base}.0/24`, gateway: `${base}.254`, ip_range: `${base}.128/25` })
    expect(planOf([seen('other', '10.9.0.0/16')], { ipam: { config: [free] } }).problems).toEqual([])
  })

  it('count for a bridge on its own host only', () => {
    const bridge = { driver: 'bridge' }
    const local = { driver: 'bridge', scope: 'local' as const }
    const there = planOf([seen('other', '10.9.0.0/24', { ...local, hostIds: [n1.id, n2.id, 'id-n3'] })], bridge)
    expect(there.conflicts).toMatchObject([{ holder: { network: 'other', hostName: expect.any(String) } }])
    expect(there.problems).toMatchObject([{ code: 'subnet_overlap', file: 'compose.yaml' }])
    const host = planOf([], bridge).containers[0]?.hostId
    const elsewhere = hosts.filter(({ id }) => id !== host).map(({ id }) => id)
    expect(planOf([seen('other', '10.9.0.0/24', { ...local, hostIds: elsewhere })], bridge).conflicts).toEqual([])
    expect(planOf([seen('other', '10.9.0.0/24')], bridge).conflicts).toEqual([])
  })

  it('have none proposed where addresses hang on them', () => {
    const plan = planOf([seen('other', '10.9.0.0/16')], {}, { networks: { default: { ipv4_address: '10.9.0.5' } } })
    expect(plan.conflicts).toMatchObject([{ free: null }])
  })
})

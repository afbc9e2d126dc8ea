import { describe, expect, it } from 'vitest'
import type { Service } from '@/server/compose/model-service'
import { aVolume } from '@/server/testing/inventory-builders'
import { deploy, hosts, images, n1, n2 } from '@/server/testing/plan-ground'
import { aContainer, aModel, aPlanInput, aService, aSnapshot } from '@/server/testing/stack-builders'
import { planStack } from './plan'

describe('volumes at risk', () => {
  const unnamed = 'a'.repeat(64)
  const old = (extra: object) =>
    aContainer(n1, 'shop-web-1', {
      stack: 'shop',
      service: 'web',
      number: 1,
      labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
      ...extra,
    })
  const volume = (name: string, host = n1) => aVolume(host, name, { stack: 'shop', usedBy: ['shop-web-1'] })
  const mount = (name: string, target: string) => ({ type: 'volume', name, source: '', target, readOnly: false })
  const away = deploy({ placement: { constraints: ['node.hostname == n2'] } })
  const risksOf = (container: object, service: Partial<Service>, extra: object = {}) =>
    planStack(
      aPlanInput(
        aModel([aService('web', service)], { volumes: { data: { name: 'shop_data' } } }),
        aSnapshot(hosts, { images, containers: [old(container)], ...extra }),
      ),
    ).plan.volumeRisks

  it('are those the files no longer name', () => {
    const mounts = [mount('shop_old', '/data')]
    expect(risksOf({ mounts }, {}, { volumes: [volume('shop_old')] })).toEqual([
      { kind: 'unused', volume: 'shop_old', container: 'shop-web-1', hostName: 'n1', toHostName: null },
    ])
    const other = aContainer(n1, 'reader', { mounts })
    const both = { containers: [old({ mounts }), other], volumes: [volume('shop_old')] }
    expect(risksOf({ mounts }, {}, both)).toEqual([])
  })

  it('are those that stay on the host a container leaves', () => {
    const volumes = [{ type: 'volume' as const, source: 'data', target: '/data' }]
    const there = [volume('shop_data'), volume('shop_data', n2)]
    const mounts = [mount('shop_data', '/data')]
    expect(risksOf({ mounts }, { volumes, deploy: away }, { volumes: there })).toMatchObject([
      { kind: 'left-behind', volume: 'shop_data', hostName: 'n1', toHostName: 'n2' },
    ])
    expect(risksOf({ mounts }, { volumes }, { volumes: there })).toEqual([])
  })

  it('are those without a name when their container moves or goes, not when it is replaced', () => {
    const mounts = [mount(unnamed, '/cache')]
    expect(risksOf({ mounts }, { deploy: away })).toMatchObject([
      { kind: 'anonymous', volume: '/cache', hostName: 'n1' },
    ])
    expect(risksOf({ mounts }, { deploy: deploy({ replicas: 0 }) })).toMatchObject([{ kind: 'anonymous' }])
    expect(risksOf({ mounts }, {})).toEqual([])
    const named = [{ type: 'volume' as const, source: 'data', target: '/cache' }]
    expect(risksOf({ mounts }, { volumes: named })).toMatchObject([{ kind: 'anonymous', volume: '/cache' }])
  })

  it('are folders that are others on the new host, but not what every host has', () => {
    const bind = (source: string) => ({ type: 'bind' as const, source, target: source })
    const mounts = ['/srv/data', '/var/run/docker.sock'].map((source) => ({
      type: 'bind',
      source,
      target: source,
      readOnly: false,
    }))
    const volumes = [bind('/srv/data'), bind('/var/run/docker.sock')]
    expect(risksOf({ mounts }, { volumes, deploy: away })).toMatchObject([
      { kind: 'folder', volume: '/srv/data', toHostName: 'n2' },
    ])
  })
})

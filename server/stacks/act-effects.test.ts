import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { actEffects } from './act-effects'

const host = aHost('n1')
const of = (service: string, number: number, extra: Partial<Container> = {}) =>
  aContainer(host, `shop-${service}-${number}`, { stack: 'shop', service, number, ...extra })
const mount = (name: string, target: string) => ({ type: 'volume', name, source: '', target, readOnly: false })
const unnamed = 'd'.repeat(64)
const web1 = of('web', 1)
const web2 = of('web', 2)
const stopped = of('web', 3, { state: 'exited' })
const db = of('db', 1, { mounts: [mount('shop_data', '/data'), mount(unnamed, '/cache')] })
const probe = aContainer(host, 'probe', { networkMode: `container:${db.id}`, mounts: [mount('shop_logs', '/logs')] })
const all = [web1, web2, stopped, db, probe]
const idsOf = (...chosen: Container[]) => chosen.map(({ id }) => id)

describe('an act on some containers', () => {
  it('tells of each service how many go on', () => {
    expect(actEffects(all, idsOf(web1, stopped), 'stop', false).services).toEqual([
      { stack: 'shop', service: 'web', kind: 'fewer', serving: 1, running: 2 },
    ])
    expect(
      actEffects(all, idsOf(web1, web2, db), 'kill', false).services.map(({ service, kind }) => [service, kind]),
    ).toEqual([
      ['db', 'ends'],
      ['web', 'ends'],
    ])
    expect(actEffects(all, idsOf(db), 'restart', false).services).toMatchObject([{ kind: 'gap', serving: 0 }])
    expect(actEffects(all, idsOf(stopped), 'start', false).services).toEqual([])
    expect(actEffects(all, idsOf(stopped), 'remove', false).services).toEqual([])
  })

  it('tells who lives in the network of one that stops', () => {
    expect(actEffects(all, idsOf(db), 'stop', false).attached).toEqual([
      { name: 'probe', hostName: 'n1', to: 'shop-db-1' },
    ])
    expect(actEffects(all, idsOf(db, probe), 'stop', false).attached).toEqual([])
    expect(actEffects(all, idsOf(db), 'pause', false).attached).toEqual([])
  })

  it('tells what a removal leaves behind or takes along', () => {
    const kinds = (volumes: boolean) =>
      actEffects(all, idsOf(db), 'remove', volumes).volumeRisks.map(({ kind, volume }) => [kind, volume])
    expect(kinds(false)).toEqual([
      ['unused', 'shop_data'],
      ['anonymous', '/cache'],
    ])
    expect(kinds(true)).toEqual([
      ['unused', 'shop_data'],
      ['removed', '/cache'],
    ])
    const reader = of('reader', 1, { mounts: [mount('shop_data', '/data')] })
    expect(actEffects([...all, reader], idsOf(db), 'remove', false).volumeRisks).toMatchObject([{ kind: 'anonymous' }])
  })
})

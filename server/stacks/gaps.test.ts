import { describe, expect, it } from 'vitest'
import type { Service } from '@/server/compose/model-service'
import { deploy, hosts, images, port } from '@/server/testing/plan-ground'
import { aModel, aPlanInput, applied, aService, aSnapshot } from '@/server/testing/stack-builders'
import { planStack } from './plan'

/** The plan from one set of services, running, to another. */
const change = (before: Service[], after: Service[], volumes = {}) => {
  const first = aPlanInput(aModel(before, { volumes }), aSnapshot(hosts, { images }))
  const snapshot = applied(first, planStack(first))
  const ticked = snapshot.containers.map(({ id }) => id)
  return planStack(aPlanInput(aModel(after, { volumes }), snapshot, { revision: 2, removeOrphans: ticked })).plan
}
const gapOf = (extra: Partial<Service>, more: Partial<Service> = {}) =>
  change([aService('web', extra)], [aService('web', { ...extra, ...more, image: 'web:2' })]).gaps

describe('the gap of a service', () => {
  it('is told for one that stops first, with the longest its stop may take and the way to avoid it', () => {
    expect(gapOf({ stop_grace_period: '30s' })).toMatchObject([
      { service: 'web', kind: 'gap', serving: 0, running: 1, stopSeconds: 30, cause: 'order', canStartFirst: true },
    ])
    expect(gapOf({})[0]).toMatchObject({ stopSeconds: 10, waitsForHealth: false })
    expect(gapOf({ healthcheck: { test: ['CMD', 'true'] } })[0]?.waitsForHealth).toBe(true)
    expect(gapOf({ healthcheck: { test: ['NONE'] } })[0]?.waitsForHealth).toBe(false)
  })

  it('is none where the new one starts first, unless a port or the host network can be had once only', () => {
    const order = deploy({ update_config: { order: 'start-first' } })
    expect(gapOf({ deploy: order })).toMatchObject([{ kind: 'none', serving: 1, cause: null }])
    expect(gapOf({ deploy: order, ports: [port('8080')] })).toMatchObject([
      { kind: 'gap', cause: 'port', port: '8080', canStartFirst: false },
    ])
    expect(gapOf({ deploy: order, network_mode: 'host', networks: {} })).toMatchObject([{ cause: 'host-network' }])
  })

  it('does not advise two at a time on the same data', () => {
    const volumes = [{ type: 'volume' as const, source: 'data', target: '/data' }]
    const from = [aService('db', { volumes })]
    const to = [aService('db', { volumes, image: 'web:2' })]
    expect(change(from, to, { data: { name: 'shop_data' } }).gaps).toMatchObject([
      { cause: 'order', canStartFirst: false },
    ])
  })

  it('is none for replicas that are replaced in steps', () => {
    expect(gapOf({ deploy: deploy({ replicas: 4 }) })).toMatchObject([{ kind: 'fewer', serving: 2, running: 4 }])
    const oneByOne = deploy({ replicas: 3, update_config: { parallelism: 1 } })
    expect(gapOf({ deploy: oneByOne })).toMatchObject([{ kind: 'fewer', serving: 2, running: 3 }])
    const allAtOnce = deploy({ replicas: 3, update_config: { parallelism: 0 } })
    expect(gapOf({ deploy: allAtOnce })).toMatchObject([{ kind: 'gap', serving: 0, running: 3 }])
  })

  it('names what has to be up again before', () => {
    const db = (image: string) => aService('db', { image, healthcheck: { test: ['CMD', 'true'] } })
    const web = (image: string) =>
      aService('web', { image, depends_on: { db: { condition: 'service_healthy', required: true } } })
    const { gaps } = change([db('web:1'), web('web:1')], [db('web:2'), web('web:2')])
    expect(gaps.map(({ service, waitsFor }) => [service, waitsFor])).toEqual([
      ['db', []],
      ['web', ['db']],
    ])
  })

  it('is the restart of what depends on one that is replaced', () => {
    const depends_on = { db: { condition: 'service_started' as const, required: true, restart: true } }
    const plan = change(
      [aService('db'), aService('web', { depends_on })],
      [aService('db', { image: 'web:2' }), aService('web', { depends_on })],
    )
    expect(plan.summary).toMatchObject({ recreate: 1, restart: 1 })
    expect(plan.gaps.find(({ service }) => service === 'web')).toMatchObject({
      kind: 'gap',
      cause: 'restart',
      waitsFor: ['db'],
    })
  })

  it('ends with the last container, and says nothing of what is untouched or new', () => {
    const plan = change(
      [aService('web'), aService('old'), aService('same')],
      [aService('web', { image: 'web:2' }), aService('same'), aService('new')],
    )
    expect(plan.gaps.map(({ service, kind }) => [service, kind])).toEqual([
      ['web', 'gap'],
      ['old', 'ends'],
    ])
    const fewer = change(
      [aService('web', { deploy: deploy({ replicas: 3 }) })],
      [aService('web', { deploy: deploy({ replicas: 1 }) })],
    )
    expect(fewer.gaps).toMatchObject([{ kind: 'fewer', serving: 1, running: 3 }])
  })
})

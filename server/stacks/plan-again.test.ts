import { describe, expect, it } from 'vitest'
import type { Plan } from '@/lib/contract/plan'
import {
  aContainer,
  aModel,
  anImage,
  aPlanInput,
  applied,
  aService,
  aSnapshot,
  threeHosts,
} from '@/server/testing/stack-builders'
import { specOfModel } from './desired'
import { planStack } from './plan'

const hosts = threeHosts()
const images = [anImage('web:1', hosts), anImage('web:2', hosts), anImage('db:1', hosts)]
const cluster = () => aSnapshot(hosts, { images })
const actions = (plan: Plan) => plan.containers.map(({ name, action }) => `${name} ${action}`)
const placesOf = (plan: Plan, service: string) =>
  plan.containers.filter((item) => item.service === service).map(({ hostName }) => hostName)
const replicas = (count: number) => ({ replicas: count, placement: {}, resources: {} })

describe('deploying again', () => {
  const first = aModel([
    aService('db', { image: 'db:1' }),
    aService('web', { deploy: replicas(2), environment: { MODE: 'a', API_TOKEN: 'one' } }),
  ])
  const before = aPlanInput(first, cluster())
  const after = applied(before, planStack(before))
  const previousSpec = (_revision: number, service: string) => specOfModel(first, service, before)

  it('does nothing when nothing differs', () => {
    const { plan } = planStack(aPlanInput(first, after, { revision: 2 }))
    expect(plan.summary).toMatchObject({ keep: 3, create: 0, recreate: 0, start: 0, remove: 0 })
    expect(plan.operations).toEqual([])
  })

  it('recreates only what changed, where it was, and names key, values and line', () => {
    const changed = aModel([
      aService('db', { image: 'db:1' }),
      aService('web', { image: 'web:2', deploy: replicas(2), environment: { MODE: 'b', API_TOKEN: 'two' } }),
    ])
    const { plan } = planStack(aPlanInput(changed, after, { revision: 2, previousSpec }))
    expect(actions(plan)).toEqual(['shop-db-1 keep', 'shop-web-1 recreate', 'shop-web-2 recreate'])
    const web = plan.containers[1]
    expect(web?.fromHostName).toBeNull()
    expect(web?.reason).toBe('image 1 → 2, and 2 more')
    expect(web?.changes).toMatchObject([
      { key: 'image', from: 'web:1', to: 'web:2', file: 'compose.yaml', line: 'services.web.image'.length },
      { key: 'environment.API_TOKEN', from: '••••••', to: '••••••' },
      { key: 'environment.MODE', from: 'a', to: 'b' },
    ])
  })

  it('shows the options of a mount only where they are what differs', () => {
    const volume = (source: string, read_only?: true) => ({
      type: 'volume' as const,
      source,
      target: '/data',
      ...(read_only ? { read_only } : {}),
    })
    const volumes = { data: { name: 'shop_data' }, more: { name: 'shop_more' } }
    const changeTo = (mount: ReturnType<typeof volume> | null) => {
      const one = aModel([aService('db', { image: 'db:1', volumes: [volume('data')] })], { volumes })
      const input = aPlanInput(one, cluster())
      const run = applied(input, planStack(input))
      const two = aModel([aService('db', { image: 'db:1', volumes: mount === null ? [] : [mount] })], { volumes })
      const spec = (_revision: number, service: string) => specOfModel(one, service, input)
      return planStack(aPlanInput(two, run, { revision: 2, previousSpec: spec })).plan.containers[0]?.changes[0]
    }
    expect(changeTo(null)).toMatchObject({ key: 'volumes./data', from: 'shop_data:/data', to: null })
    expect(changeTo(volume('more'))).toMatchObject({ from: 'shop_data:/data', to: 'shop_more:/data' })
    expect(changeTo(volume('data', true))?.to).toMatch(/read_only|ro/)
  })

  it('stops nothing before every new container is created, and never both replicas at once', () => {
    const changed = aModel([
      aService('db', { image: 'db:1' }),
      aService('web', { image: 'web:2', deploy: replicas(2) }),
    ])
    const { plan } = planStack(aPlanInput(changed, after, { revision: 2 }))
    const creates = plan.operations.filter(({ kind }) => kind === 'create-container').map(({ id }) => id)
    const stops = plan.operations.filter(({ kind }) => kind === 'stop-container')
    expect(creates).toHaveLength(2)
    for (const stop of stops) expect(stop.after).toEqual(expect.arrayContaining(creates))
    const removed = plan.operations.find(({ kind }) => kind === 'remove-container')
    expect(stops[1]?.after).toContain(removed?.id)
  })

  it('waits for the end of what holds the same port of the host, and of no other protocol', () => {
    const port = (protocol: string) => [{ target: 53, published: '53', protocol, mode: 'ingress' }]
    const here = { placement: { constraints: ['node.hostname == n1'] }, replicas: 1, resources: {} }
    const model = (image: string) =>
      aModel([
        aService('names', { image, ports: port('tcp'), deploy: here }),
        aService('cache', { image, ports: port('udp'), deploy: here }),
      ])
    const given = aPlanInput(model('web:1'), cluster())
    const there = applied(given, planStack(given))
    const { plan } = planStack(aPlanInput(model('web:2'), there, { revision: 2 }))
    expect(placesOf(plan, 'names').concat(placesOf(plan, 'cache'))).toEqual(['n1', 'n1'])
    const starts = plan.operations.filter(({ kind }) => kind === 'start-container')
    expect(starts).toHaveLength(2)
    for (const { service, after } of starts) {
      const stops = plan.operations.filter(({ kind, id }) => kind === 'stop-container' && after.includes(id))
      expect(stops.map((each) => each.service)).toEqual([service])
    }
  })

  it('removes the highest numbers when scaled down and adds the missing when scaled up', () => {
    expect(actions(planStack(aPlanInput(first, after, { scale: { web: 1 } })).plan)).toContain('shop-web-2 remove')
    const up = planStack(aPlanInput(first, after, { scale: { web: 3 } })).plan
    expect(up.summary).toMatchObject({ create: 1, keep: 3 })
    expect(new Set(placesOf(up, 'web')).size).toBe(3)
  })

  it('shows orphans and removes only the ticked ones', () => {
    const less = aModel([aService('db', { image: 'db:1' })])
    const shown = planStack(aPlanInput(less, after, { revision: 2 })).plan
    expect(shown.orphans.map(({ name, remove }) => [name, remove])).toEqual([
      ['shop-web-1', false],
      ['shop-web-2', false],
    ])
    expect(shown.operations).toEqual([])
    const ticked = shown.orphans.map(({ containerId }) => containerId)
    expect(planStack(aPlanInput(less, after, { removeOrphans: ticked })).plan.summary.remove).toBe(2)
  })

  it('starts what ended badly and leaves a job that did its work', () => {
    const jobs = aModel([
      aService('job'),
      aService('web', { depends_on: { job: { condition: 'service_completed_successfully', required: true } } }),
    ])
    const input = aPlanInput(jobs, cluster())
    const run = applied(input, planStack(input))
    const ended = (service: string, exitCode: number) => ({
      ...run,
      containers: run.containers.map((item) =>
        item.service === service ? { ...item, state: 'exited' as const, exitCode } : item,
      ),
    })
    expect(planStack(aPlanInput(jobs, ended('job', 0))).plan.summary.keep).toBe(2)
    expect(actions(planStack(aPlanInput(jobs, ended('job', 1))).plan)).toContain('shop-job-1 start')
    expect(actions(planStack(aPlanInput(jobs, ended('web', 0))).plan)).toContain('shop-web-1 start')
  })

  it('leaves an unchanged container on a silent host and refuses to replace a changed one there', () => {
    const lost = { ...after, hosts: after.hosts.map((host) => ({ ...host, state: 'unreachable' as const })) }
    expect(planStack(aPlanInput(first, lost)).plan.summary.keep).toBe(3)
    const changed = aModel([aService('db', { image: 'db:2' }), aService('web', { deploy: replicas(2) })])
    const { plan } = planStack(aPlanInput(changed, lost))
    expect(plan.problems.some(({ code }) => code === 'host_unreachable')).toBe(true)
  })

  it('moves what its rules no longer allow where it is', () => {
    const host = after.containers.find(({ service }) => service === 'db')?.hostName ?? ''
    const moved = aModel([
      aService('db', {
        image: 'db:1',
        deploy: { placement: { constraints: [`node.hostname != ${host}`] }, resources: {} },
      }),
      aService('web', { deploy: replicas(2), environment: { MODE: 'a', API_TOKEN: 'one' } }),
    ])
    const { plan } = planStack(aPlanInput(moved, after, { revision: 2 }))
    const db = plan.containers.find(({ service }) => service === 'db')
    expect(db).toMatchObject({ action: 'recreate', fromHostName: host })
    expect(db?.hostName).not.toBe(host)
  })

  it('refuses a name that a stranger has', () => {
    const stranger = aContainer(hosts[1]!, 'shop-db-1')
    const { plan } = planStack(aPlanInput(first, aSnapshot(hosts, { images, containers: [stranger] })))
    expect(plan.problems).toMatchObject([{ code: 'name_taken', service: 'db' }])
  })
})

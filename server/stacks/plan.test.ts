import { describe, expect, it } from 'vitest'
import type { Plan } from '@/lib/contract/plan'
import {
  aContainer,
  aHost,
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

describe('a first deploy', () => {
  it('spreads replicas, creates one overlay on the manager, and pulls nothing that is there', () => {
    const { plan } = planStack(aPlanInput(aModel([aService('web', { deploy: replicas(3) })]), cluster()))
    expect(plan.problems).toEqual([])
    expect(placesOf(plan, 'web').sort()).toEqual(['n1', 'n2', 'n3'])
    expect(plan.networks).toEqual([{ name: 'shop_default', action: 'create', detail: 'overlay over 3 hosts' }])
    const network = plan.operations.filter(({ kind }) => kind === 'create-network')
    expect(network.map(({ hostId, input }) => [hostId, input.driver])).toEqual([['id-n1', 'overlay']])
    expect(plan.operations.some(({ kind }) => kind === 'pull-image')).toBe(false)
    expect(plan.images).toEqual([
      { reference: 'web:1', hostNames: expect.arrayContaining(['n1', 'n2', 'n3']), action: 'present', sizeBytes: 1 },
    ])
    expect(plan.containers.every(({ explanation }) => explanation !== null)).toBe(true)
  })

  it('tells what each service asks of a host, with secrets masked', () => {
    const web = aService('web', {
      environment: { 'constraint:zone': '=a', API_TOKEN: 'one' },
      labels: { DB_PASSWORD: 'two', tier: 'front' },
      deploy: { placement: { constraints: ['node.labels.zone == a'] }, resources: { reservations: { memory: 1024 } } },
    })
    const { plan } = planStack(aPlanInput(aModel([web]), cluster()))
    expect(plan.asks).toMatchObject([
      {
        service: 'web',
        mode: 'replicated',
        request: {
          env: ['constraint:zone==a'],
          constraints: ['node.labels.zone == a'],
          memoryBytes: 1024,
          stack: 'shop',
        },
      },
    ])
    expect(plan.asks[0]?.request.labels).toMatchObject({ tier: 'front' })
    expect(JSON.stringify(plan.asks)).not.toMatch(/"one"|"two"|=one/)
  })

  it('creates nothing before the image is on its host', () => {
    const { plan } = planStack(aPlanInput(aModel([aService('web', { image: 'new:1' })]), cluster()))
    const pull = plan.operations.find(({ kind }) => kind === 'pull-image')
    const create = plan.operations.find(({ kind }) => kind === 'create-container')
    expect(pull?.hostId).toBe(create?.hostId)
    expect(create?.after).toContain(pull?.id)
  })

  it('waits for health and for completion over hosts', () => {
    const model = aModel([
      aService('db', { image: 'db:1', healthcheck: { test: ['CMD', 'true'] } }),
      aService('job', { depends_on: { db: { condition: 'service_healthy', required: true } } }),
      aService('web', { depends_on: { job: { condition: 'service_completed_successfully', required: true } } }),
    ])
    const { plan } = planStack(aPlanInput(model, cluster()))
    const byTarget = (kind: string, target: string) =>
      plan.operations.find((item) => item.kind === kind && item.target === target)
    const healthy = byTarget('wait-container', 'shop-db-1')
    expect(healthy?.input.condition).toBe('healthy')
    expect(byTarget('start-container', 'shop-job-1')?.after).toContain(healthy?.id)
    const completed = byTarget('wait-container', 'shop-job-1')
    expect(completed?.input.condition).toBe('completed')
    expect(byTarget('start-container', 'shop-web-1')?.after).toContain(completed?.id)
  })

  it('keeps a bridge and its services on one host when there is no overlay', () => {
    const lonely = [aHost('n1', { swarm: 'none' }), aHost('n2', { swarm: 'none' })]
    const model = aModel([aService('web', { deploy: replicas(2) }), aService('db')])
    const { plan } = planStack(aPlanInput(model, aSnapshot(lonely)))
    expect(plan.problems).toEqual([])
    expect(new Set(plan.containers.map(({ hostName }) => hostName)).size).toBe(1)
    expect(plan.operations.find(({ kind }) => kind === 'create-network')?.input.driver).toBe('bridge')
  })

  it('asks for overlay networking when one host is not enough', () => {
    const lonely = [aHost('n1', { swarm: 'none' }), aHost('n2', { swarm: 'none' })]
    const port = { target: 80, published: '8080', protocol: 'tcp', mode: 'ingress' }
    const model = aModel([aService('web', { deploy: replicas(2), ports: [port] })])
    const { plan } = planStack(aPlanInput(model, aSnapshot(lonely)))
    expect(plan.operations).toEqual([])
    expect(plan.problems.map(({ fix }) => fix)).toContain('Enable overlay networking on the page Networks.')
  })

  it('obeys deploy.placement and classic expressions, and takes the latter out of the environment', () => {
    const model = aModel([
      aService('fast', { environment: { 'constraint:storage': '=ssd', MODE: 'x' } }),
      aService('slow', {
        deploy: {
          replicas: 2,
          placement: { constraints: ['node.labels.storage == disk'], max_replicas_per_node: 1 },
          resources: {},
        },
      }),
    ])
    const { plan } = planStack(aPlanInput(model, cluster()))
    expect(plan.problems).toEqual([])
    expect(placesOf(plan, 'fast')).toEqual(['n1'])
    expect(placesOf(plan, 'slow').sort()).toEqual(['n2', 'n3'])
  })

  it('says why nothing fits, and touches nothing', () => {
    const model = aModel([
      aService('web'),
      aService('gpu', { deploy: { placement: { constraints: ['node.labels.gpu == yes'] }, resources: {} } }),
    ])
    const { plan } = planStack(aPlanInput(model, cluster()))
    expect(plan.operations).toEqual([])
    expect(plan.summary.blocked).toBe(1)
    expect(plan.problems).toHaveLength(1)
    expect(plan.problems[0]).toMatchObject({ code: 'no_placement', service: 'gpu', file: 'compose.yaml' })
    expect(plan.problems[0]?.fix).toMatch(/gpu/)
    expect(plan.containers.find(({ service }) => service === 'gpu')?.explanation?.hosts).toHaveLength(3)
  })

  it('puts one of a global service on each host that its rules allow', () => {
    const everywhere = aModel([aService('agent', { deploy: { mode: 'global', placement: {}, resources: {} } })])
    expect(placesOf(planStack(aPlanInput(everywhere, cluster())).plan, 'agent').sort()).toEqual(['n1', 'n2', 'n3'])
    const disks = aModel([
      aService('agent', {
        deploy: { mode: 'global', placement: { constraints: ['node.labels.storage == disk'] }, resources: {} },
      }),
    ])
    expect(placesOf(planStack(aPlanInput(disks, cluster())).plan, 'agent').sort()).toEqual(['n2', 'n3'])
  })

  it('keeps together what shares a namespace or a local volume', () => {
    const data = { type: 'volume' as const, source: 'data', target: '/data' }
    const model = aModel(
      [
        aService('app', { deploy: { placement: { constraints: ['node.labels.storage == ssd'] }, resources: {} } }),
        aService('sidecar', { network_mode: 'service:app', networks: {} }),
        aService('reader', { volumes: [data] }),
        aService('writer', {
          volumes: [data],
          deploy: { placement: { constraints: ['node.hostname == n3'] }, resources: {} },
        }),
      ],
      { volumes: { data: { name: 'shop_data' } } },
    )
    const { plan } = planStack(aPlanInput(model, cluster()))
    expect(plan.problems).toEqual([])
    expect(placesOf(plan, 'sidecar')).toEqual(['n1'])
    expect(placesOf(plan, 'reader')).toEqual(['n3'])
    expect(plan.volumes).toMatchObject([{ name: 'shop_data', hostName: 'n3', action: 'create' }])
  })
})

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

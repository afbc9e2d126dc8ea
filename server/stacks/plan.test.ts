import { describe, expect, it } from 'vitest'
import type { Plan } from '@/lib/contract/plan'
import { aHost, aModel, anImage, aPlanInput, aService, aSnapshot, threeHosts } from '@/server/testing/stack-builders'
import { planStack } from './plan'

const hosts = threeHosts()
const images = [anImage('web:1', hosts), anImage('web:2', hosts), anImage('db:1', hosts)]
const cluster = () => aSnapshot(hosts, { images })
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
      {
        reference: 'web:1',
        hostNames: expect.arrayContaining(['n1', 'n2', 'n3']),
        action: 'present',
        sizeBytes: 1,
        askAs: null,
      },
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

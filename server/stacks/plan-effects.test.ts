import { describe, expect, it } from 'vitest'
import type { Network } from '@/lib/contract/networks'
import type { Service } from '@/server/compose/model-service'
import {
  aContainer,
  type aHost,
  aModel,
  anImage,
  aPlanInput,
  applied,
  aService,
  aSnapshot,
  threeHosts,
} from '@/server/testing/stack-builders'
import { planStack } from './plan'

const hosts = threeHosts()
const [n1, n2] = hosts as [ReturnType<typeof aHost>, ReturnType<typeof aHost>]
const images = [anImage('web:1', hosts), anImage('web:2', hosts)]
const port = (published: string) => ({ target: 80, published, protocol: 'tcp', mode: 'ingress' })
const deploy = (extra: Partial<NonNullable<Service['deploy']>>) => ({ placement: {}, resources: {}, ...extra })

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

describe('ports that others hold', () => {
  const stranger = (host: typeof n1, hostPort: string) =>
    aContainer(host, `proxy-${host.name}-${hostPort}`, { requestedPorts: [{ port: '80/tcp', hostIp: '', hostPort }] })
  const conflictsOf = (services: Service[], containers = hosts.map((host) => stranger(host, '8080'))) =>
    planStack(aPlanInput(aModel(services), aSnapshot(hosts, { images, containers }))).plan.conflicts

  it('are named with their holders and the next one that is free on all hosts', () => {
    const containers = [...hosts.map((host) => stranger(host, '8080')), stranger(n2, '8081')]
    const services = [aService('other', { ports: [port('8082')] }), aService('web', { ports: [port('8080')] })]
    expect(conflictsOf(services, containers)).toEqual([
      {
        kind: 'port',
        service: 'web',
        published: '8080',
        protocol: 'tcp',
        holders: hosts.map(({ name }) => ({ name: `proxy-${name}-8080`, hostName: name })),
        free: '8083',
      },
    ])
  })

  it('are no conflict while one host has it free', () => {
    expect(conflictsOf([aService('web', { ports: [port('8080')] })], [stranger(n1, '8080')])).toEqual([])
  })

  it('are no conflict where another protocol has them', () => {
    const udp = { ...port('8080'), protocol: 'udp' }
    expect(conflictsOf([aService('web', { ports: [udp] })])).toEqual([])
  })

  it('have no other proposed where the service is in its own way', () => {
    const many = [aService('web', { ports: [port('9000')], deploy: deploy({ replicas: 4 }) })]
    expect(conflictsOf(many, [])).toMatchObject([{ published: '9000', free: null, holders: [{}, {}, {}] }])
  })

  it('are not blamed where another rule keeps the container away', () => {
    const nowhere = deploy({ placement: { constraints: ['node.labels.gpu == yes'] } })
    expect(conflictsOf([aService('web', { ports: [port('8080')], deploy: nowhere })])).toEqual([])
  })
})

const seen = (name: string, subnet: string, extra: Partial<Network> = {}): Network => ({
  id: name,
  name,
  displayName: name,
  driver: 'overlay',
  scope: 'swarm',
  hostIds: hosts.map(({ id }) => id),
  internal: false,
  attachable: true,
  ingress: false,
  enableIPv6: false,
  ipam: [{ subnet }],
  labels: {},
  options: {},
  createdAt: '2026-01-01T00:00:00.000Z',
  stack: null,
  predefined: false,
  containerCount: 0,
  ...extra,
})

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
  const volume = (name: string) => ({
    hostId: n1.id,
    hostName: 'n1',
    name,
    driver: 'local',
    mountpoint: '',
    labels: {},
    options: {},
    createdAt: null,
    stack: 'shop',
    usedBy: ['shop-web-1'],
  })
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
    const there = [volume('shop_data'), { ...volume('shop_data'), hostId: n2.id, hostName: 'n2' }]
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

describe('the size of an image', () => {
  it('is what a host that has it says, and unknown where none has it', () => {
    const some = [anImage('web:1', [n1], { sizeBytes: 5 }), anImage('web:2', [n2], { sizeBytes: 7 })]
    const services = [
      aService('web', { image: 'web:2', deploy: deploy({ mode: 'global' }) }),
      aService('x', { image: 'none:1' }),
    ]
    const { plan } = planStack(aPlanInput(aModel(services), aSnapshot(hosts, { images: some })))
    expect(plan.images.filter(({ action }) => action === 'pull')).toEqual([
      { reference: 'web:2', hostNames: ['n1', 'n3'], action: 'pull', sizeBytes: 7, askAs: null },
      { reference: 'none:1', hostNames: [expect.any(String)], action: 'pull', sizeBytes: null, askAs: 'none:1' },
    ])
    const wantedDigests = { 'web:2': 'sha256:newer' }
    const moved = planStack(aPlanInput(aModel(services), aSnapshot(hosts, { images: some }), { wantedDigests })).plan
    expect(moved.images.find(({ reference }) => reference === 'web:2')).toMatchObject({
      sizeBytes: null,
      askAs: 'web@sha256:newer',
    })
  })
})

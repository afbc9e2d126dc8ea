// Who cannot be parted, in which order they go, and what the board is told of it before there is a plan.
import { describe, expect, it } from 'vitest'
import type { MoveRefusal } from '@/lib/contract/moves'
import { aNetwork } from '@/server/testing/inventory-builders'
import { planOf, type Scene, sceneNamed } from '@/server/testing/move-scenes'
import { aContainer, aHost, threeHosts } from '@/server/testing/stack-builders'
import { refusalsOf, refusalsWithout } from './find-problems'
import { bundlesOf } from './partners'
import type { PlanInput, Subject } from './subject'

const mounting = (volume: string) => ({
  mounts: [{ type: 'volume', name: volume, source: '', target: '/data', readOnly: false }],
})

const groundOf = (scene: Scene, over: Partial<PlanInput> = {}) => {
  const { subjects } = planOf(scene)
  const ground: Omit<PlanInput, 'target'> = {
    subjects,
    hosts: threeHosts(),
    containers: subjects.map(({ container }) => container),
    images: [],
    volumes: scene.volumes ?? [],
    networks: [aNetwork('shop', { hostIds: ['id-n1', 'id-n2', 'id-n3'] })],
    promised: [],
    consents: new Set(),
    strategy: 'spread',
    ...over,
  }
  return { ground, subject: subjects[0] as Subject }
}
const names = (bundles: Subject[][]) => bundles.map((bundle) => bundle.map(({ container }) => container.name))
const stack = (service: string, dependsOn = '') => ({
  extra: { stack: 'shop', service, labels: { 'com.docker.compose.depends_on': dependsOn } },
})

describe('containers that are moved', () => {
  it('go as one when they share data, and each for itself otherwise', () => {
    const containers = [{ name: 'a', volume: 'x' }, { name: 'b' }, { name: 'c', volume: 'x' }]
    expect(names(bundlesOf(groundOf({ name: '', containers }).ground))).toEqual([['a', 'c'], ['b']])
    const shared = groundOf({ name: '', containers }).ground
    const volumes = [
      { ...(sceneNamed('one that writes to a share').volumes ?? [])[0], name: 'x' },
    ] as PlanInput['volumes']
    expect(names(bundlesOf({ ...shared, volumes }))).toEqual([['a'], ['b'], ['c']])
  })

  it('go after those whose network they use, and after those they depend on', () => {
    const guest = sceneNamed('one in the network of another')
    expect(names(bundlesOf(groundOf(guest).ground))).toEqual([['web', 'proxy']])
    const ordered: Scene = {
      name: '',
      containers: [
        { name: 'web', volume: 'x', ...stack('web', 'db:service_healthy:false') },
        { name: 'db', volume: 'x', ...stack('db') },
      ],
    }
    expect(names(bundlesOf(groundOf(ordered).ground))).toEqual([['db', 'web']])
    const { planned } = planOf({ ...ordered, consents: ['copy-volumes'] })
    expect(planned.steps.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      ...['stop-original web', 'stop-original db', 'copy-volume x', 'create-container db', 'create-container web'],
      ...['start-container db', 'wait-container db', 'start-container web', 'wait-container web'],
      ...['remove-original web', 'remove-original db'],
    ])
    expect(planned.plan.containers.map(({ name, orderReason }) => [name, orderReason])).toEqual([
      ['db', 'its volume x is copied while nothing writes to it'],
      ['web', 'its volume x is copied while nothing writes to it'],
    ])
  })

  it('stop first when one of them has to, and are asked about shared data once', () => {
    const guest = {
      name: '',
      containers: [
        { name: 'proxy', guestOf: 'web' },
        { name: 'web', volume: 'x' },
      ],
    }
    const { plan } = planOf(guest).planned
    expect(plan.containers).toMatchObject([
      { name: 'web', order: 'stop-first' },
      { name: 'proxy', order: 'stop-first', orderReason: 'it goes as one with web, which has to stop first' },
    ])
    expect(plan.problems.map(({ code }) => code)).toEqual(['volume-copy'])
  })
})

describe('what the board is told before there is a plan', () => {
  const [, n2 = aHost('n2')] = threeHosts()
  const web: Scene = { name: '', containers: [{ name: 'web' }] }
  const [first = aHost('n1')] = threeHosts()
  const said = (refusals: MoveRefusal[]) =>
    refusals.map(({ hostId, code, along }) => [hostId, code, ...(along ?? []).map(({ name }) => name)].join(' '))

  it('is nothing where nothing is in the way', () => {
    const { ground, subject } = groundOf(web)
    expect(refusalsOf(ground, subject)).toEqual([])
  })

  it('is what each host refuses', () => {
    const { ground, subject } = groundOf(web)
    const armed = ground.hosts.map((host) =>
      host.id === 'id-n3' && host.engine ? { ...host, engine: { ...host.engine, architecture: 'aarch64' } } : host,
    )
    const containers = [...ground.containers, aContainer(n2, 'web')]
    const found = refusalsOf({ ...ground, hosts: armed, containers }, subject)
    expect(said(found)).toEqual(['id-n2 name-taken', 'id-n3 platform'])
  })

  it('is who would have to come along, with those that they need in turn', () => {
    const scene: Scene = { name: '', containers: [{ name: 'web', volume: 'x' }] }
    const { ground, subject } = groundOf(scene)
    const sidecar = aContainer(first, 'sidecar', mounting('x'))
    const proxy = aContainer(first, 'proxy', { networkMode: `container:${sidecar.id}` })
    const elsewhere = aContainer(n2, 'other', mounting('x'))
    const containers = [...ground.containers, sidecar, proxy, elsewhere]
    expect(said(refusalsOf({ ...ground, containers }, subject))).toEqual([' volume-shared sidecar proxy'])
  })

  it('is that it is removed as it stops, also when only one that comes along has to stop first', () => {
    const { ground, subject } = groundOf(web)
    subject.inspect.HostConfig.AutoRemove = true
    const data = aContainer(first, 'db', { ...mounting('x'), networkMode: `container:${subject.container.id}` })
    const containers = [...ground.containers, data]
    expect(said(refusalsOf({ ...ground, containers }, subject))).toEqual([' shared-by db', ' auto-remove'])
    expect(refusalsOf(ground, subject)).toEqual([])
  })

  it('needs no answer of a host that gives none', () => {
    const { subject } = groundOf(web)
    const container = { ...subject.container, known: false }
    expect(said(refusalsWithout({ container, isGlobal: false }))).toEqual([' source-unreachable'])
  })
})

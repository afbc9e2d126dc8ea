// Containers of each kind that a move tells apart, as they stand in the world of move-world.ts, with the plan of their move.
import type { Container } from '@/lib/contract/containers'
import type { Volume } from '@/lib/contract/inventory'
import type { MoveConsent } from '@/lib/contract/moves'
import type { Inspect } from '@/server/moves/inspect'
import { type MovePlanResult, planMove } from '@/server/moves/plan'
import type { PlanInput, Subject } from '@/server/moves/subject'
import { type MoveRecord, stepRecord } from '@/server/moves/types'
import { aNetwork, aVolume } from './inventory-builders'
import { createMoveWorld } from './move-world'
import { aContainer, anImage, threeHosts } from './stack-builders'

const overlay = aNetwork('shop', { hostIds: ['id-n1', 'id-n2', 'id-n3'] })
/** Of the old host alone. */
const bridge = aNetwork('shop', { driver: 'bridge', scope: 'local', hostIds: ['id-n1'] })

const volume = (name: string, options: Record<string, string> = {}, host = 'n1') =>
  aVolume({ id: `id-${host}`, name: host }, name, { options })

export type Scene = {
  name: string
  containers: {
    name: string
    isStopped?: boolean
    volume?: string
    isFixed?: boolean
    /** The one on whose network it is. */
    guestOf?: string
    extra?: Partial<Container>
  }[]
  volumes?: Volume[]
  /** Their network is one of the old host alone. */
  isBridge?: boolean
  consents?: MoveConsent[]
}

export const scenes: Scene[] = [
  { name: 'a service on an overlay', containers: [{ name: 'web' }] },
  {
    name: 'one with data of its own',
    containers: [{ name: 'db', volume: 'data' }],
    volumes: [volume('data')],
    consents: ['copy-volumes'],
  },
  {
    name: 'one whose data takes the place of other data',
    containers: [{ name: 'db', volume: 'data' }],
    volumes: [volume('data'), volume('data', { size: '9m' }, 'n2')],
    consents: ['copy-volumes', 'replace-volumes'],
  },
  {
    name: 'one whose data is removed where it was',
    containers: [{ name: 'db', volume: 'data' }],
    volumes: [volume('data')],
    consents: ['copy-volumes', 'remove-volumes'],
  },
  {
    name: 'one that writes to a share',
    containers: [{ name: 'files', volume: 'share' }],
    volumes: [volume('share', { type: 'nfs4' })],
  },
  { name: 'one with a fixed address', containers: [{ name: 'dns', isFixed: true }] },
  { name: 'a stopped one', containers: [{ name: 'job', isStopped: true }] },
  {
    name: 'three that share data, and a stopped one',
    containers: [
      { name: 'web', volume: 'data' },
      { name: 'sidecar', volume: 'data' },
      { name: 'backup', volume: 'data', isStopped: true },
    ],
    volumes: [volume('data')],
    consents: ['copy-volumes'],
  },
  {
    name: 'one in the network of another that has data',
    containers: [
      { name: 'proxy', guestOf: 'web' },
      { name: 'web', volume: 'data' },
    ],
    volumes: [volume('data'), volume('data', { size: '9m' }, 'n2')],
    consents: ['copy-volumes', 'replace-volumes', 'remove-volumes'],
  },
  { name: 'one in the network of another', containers: [{ name: 'proxy', guestOf: 'web' }, { name: 'web' }] },
  { name: 'two on a network of their host alone', containers: [{ name: 'web' }, { name: 'api' }], isBridge: true },
  { name: 'three replicas', containers: [{ name: 'web-1' }, { name: 'web-2' }, { name: 'web-3' }] },
]

export const sceneNamed = (name: string): Scene => {
  const found = scenes.find((scene) => scene.name === name)
  if (found === undefined) throw new Error(`There is no scene ${name}.`)
  return found
}

const inspectOf = (
  container: Container,
  { isStopped, volume: mounted, isFixed, guestOf }: Scene['containers'][number],
): Inspect => ({
  Id: container.id,
  Name: `/${container.name}`,
  Image: container.imageId,
  State: { Running: !isStopped, Status: isStopped ? 'exited' : 'running' },
  Config: {
    Image: container.image,
    Labels: { role: container.name },
    Env: ['A=b'],
    StopTimeout: 1,
    Healthcheck: { Test: ['CMD', 'true'] },
  },
  HostConfig: {
    NetworkMode: guestOf === undefined ? 'shop' : container.networkMode,
    RestartPolicy: { Name: 'always', MaximumRetryCount: 0 },
    ...(mounted === undefined ? {} : { Binds: [`${mounted}:/data`] }),
  },
  Mounts: mounted === undefined ? [] : [{ Type: 'volume', Name: mounted, Destination: '/data', RW: true }],
  NetworkSettings: {
    Networks:
      guestOf === undefined
        ? {
            shop: {
              NetworkID: 'net-shop',
              Aliases: [container.name, 'service', container.id.slice(0, 12)],
              ...(isFixed ? { IPAMConfig: { IPv4Address: '10.0.0.9' } } : {}),
            },
          }
        : {},
  },
})

const moveId = '0badc0de-move'

export const planOf = (
  scene: Scene,
  over: Partial<PlanInput> = {},
): { planned: MovePlanResult; subjects: Subject[] } => {
  const hosts = threeHosts()
  const [n1, n2] = hosts
  if (n1 === undefined || n2 === undefined) throw new Error('no hosts')
  const subjects = scene.containers.map((wanted): Subject => {
    const mounted = wanted.volume
    const container = aContainer(n1, wanted.name, {
      state: wanted.isStopped ? 'exited' : 'running',
      imageId: 'sha256:web1',
      networkMode: wanted.guestOf === undefined ? 'shop' : `container:${aContainer(n1, wanted.guestOf).id}`,
      networks: wanted.guestOf === undefined ? [{ networkId: 'net-shop', name: 'shop', ipAddress: '' }] : [],
      mounts:
        mounted === undefined ? [] : [{ type: 'volume', name: mounted, source: '', target: '/data', readOnly: false }],
      ...wanted.extra,
    })
    const inspect = inspectOf(container, wanted)
    const isFixed = wanted.isFixed ? ['shop'] : []
    return {
      container,
      inspect,
      decision: null,
      isGlobal: false,
      filePaths: [],
      fixedNetworks: isFixed,
      macs: {},
      volumeBytes: new Map(),
    }
  })
  const planned = planMove({
    target: n2,
    subjects,
    hosts,
    containers: subjects.map(({ container }) => container),
    images: [anImage('web:1', hosts)],
    volumes: scene.volumes ?? [],
    networks: [scene.isBridge ? bridge : overlay],
    consents: new Set(scene.consents),
    promised: [],
    strategy: 'spread',
    ...over,
  })
  return { planned, subjects }
}

/** The world as it is before the move, and the move as it is written down. */
export const setScene = (scene: Scene) => {
  const { planned, subjects } = planOf(scene)
  const world = createMoveWorld(threeHosts(), [scene.isBridge ? bridge : overlay])
  for (const id of ['id-n1', 'id-n2']) world.on(id).images.set('sha256:web1', 'sha256:web1')
  for (const { name, hostId, options } of scene.volumes ?? []) {
    const content = hostId === 'id-n1' ? `of ${name}` : `other ${name}`
    world.on(hostId).volumes.set(name, { labels: {}, content, options })
  }
  for (const { inspect } of subjects) world.put('id-n1', structuredClone(inspect))
  const record: MoveRecord = {
    id: moveId,
    hostId: planned.plan.hostId,
    hostName: planned.plan.hostName,
    containers: planned.plan.containers,
    consents: [...(scene.consents ?? [])],
    state: 'running',
    startedAt: new Date(0).toISOString(),
    finishedAt: null,
    startedBy: 'ada',
    undoes: null,
    undoneBy: null,
    error: null,
    steps: planned.steps.map((step) => stepRecord(step)),
  }
  return { world, record, planned }
}

// What a move asks first and in which order it goes, for containers of every make.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placedContainer } from '@/server/scheduler/placed-container'
import { aNetwork, aVolume } from '@/server/testing/inventory-builders'
import { planOf, type Scene, scenes } from '@/server/testing/move-scenes'
import { aContainer, aHost, threeHosts } from '@/server/testing/stack-builders'
import type { Inspect } from './inspect'
import type { PlanInput, Subject } from './subject'

const [n1 = aHost('n1'), n2 = aHost('n2')] = threeHosts()
const web: Scene = { name: '', containers: [{ name: 'web' }] }
const two: Scene = { name: '', containers: [{ name: 'web' }, { name: 'db' }] }
const db = scenes.find(({ name }) => name === 'one with data of its own') ?? web

/** The plan for a container that is like `web` but for what is said. */
const codesOf = (
  change: (inspect: Inspect) => void,
  over: Partial<PlanInput> | ((subjects: Subject[]) => Partial<PlanInput>) = {},
  scene = web,
) => {
  const { subjects } = planOf(scene)
  for (const { inspect } of subjects) change(inspect)
  const more = typeof over === 'function' ? over(subjects) : over
  const { plan } = planOf(scene, { subjects, ...more }).planned
  return plan.problems.map(({ code, consent }) => (consent === null ? code : `${code}?${consent}`))
}
const same = () => {}
const with_ =
  (HostConfig: Partial<Inspect['HostConfig']>, more: Partial<Inspect> = {}) =>
  (inspect: Inspect) =>
    void Object.assign(inspect, { HostConfig: { ...inspect.HostConfig, ...HostConfig }, ...more })
const others = (...extra: Parameters<typeof aContainer>[]) => ({
  containers: [...planOf(web).subjects.map(({ container }) => container), ...extra.map((args) => aContainer(...args))],
})
const bind = (Source: string) => with_({}, { Mounts: [{ Type: 'bind', Source, Destination: '/x', RW: true }] })
const volumeOn = (id: string, name: string) => aVolume({ id, name: id }, name)
const mounting = { mounts: [{ type: 'volume', name: 'data', source: '', target: '/data', readOnly: false }] }

describe('what speaks against a move', () => {
  it.each<[string, string[], () => string[]]>([
    ['nothing', [], () => codesOf(same)],
    ['it is there already', ['same-host'], () => codesOf(same, { target: n1 })],
    ['a folder of the host', ['host-paths?host-paths'], () => codesOf(bind('/srv/data'))],
    ['a socket that each host has', [], () => codesOf(bind('/var/run/docker.sock'))],
    ['a device', ['devices?host-paths'], () => codesOf(with_({ Devices: [{}] }))],
    ['the network of the host', ['host-network?host-paths'], () => codesOf(with_({ NetworkMode: 'host' }))],
    ['the network of another', ['shares'], () => codesOf(with_({ NetworkMode: 'container:db' }))],
    [
      'others on its network',
      ['shared-by'],
      () => codesOf(same, others([n1, 'sidecar', { networkMode: 'container:web' }])),
    ],
    ['links', ['links'], () => codesOf(with_({ Links: ['/db:/web/db'] }))],
    [
      'a link to one that comes along',
      [],
      () =>
        codesOf(
          ({ Name, HostConfig }) => void (Name === '/web' && Object.assign(HostConfig, { Links: ['/db:/web/db'] })),
          {},
          two,
        ),
    ],
    [
      'two volumes of one name, of different hosts',
      ['volume-twice'],
      () =>
        codesOf(
          same,
          (subjects) => {
            const subject = subjects[0] as Subject
            const container = { ...subject.container, id: 'other', name: 'other', hostId: 'id-n3', hostName: 'n3' }
            return { subjects: [subject, { ...subject, container }], networks: everywhere }
          },
          db,
        ),
    ],
    [
      'the same name twice',
      ['name-taken'],
      () =>
        codesOf(same, (subjects) => {
          const subject = subjects[0] as Subject
          const container = { ...subject.container, id: 'other', hostId: 'id-n3', hostName: 'n3' }
          return { subjects: [subject, { ...subject, container }] }
        }),
    ],
    ['its name', ['name-taken'], () => codesOf(same, others([n2, 'web']))],
    [
      'a label that the other host lacks',
      ['placement'],
      () => codesOf((inspect) => void Object.assign(inspect.Config, { Env: ['constraint:storage==ssd'] })),
    ],
    [
      'a port that is taken there',
      ['placement'],
      () => {
        const requestedPorts = [{ port: '80/tcp', hostIp: '', hostPort: '8080' }]
        const scene = { name: '', containers: [{ name: 'web', extra: { requestedPorts } }] }
        return codesOf(
          same,
          (subjects) => ({
            containers: [...subjects.map(({ container }) => container), aContainer(n2, 'other', { requestedPorts })],
          }),
          scene,
        )
      },
    ],
    [
      'a port that a deployment is about to take there',
      ['placement'],
      () => {
        const portBindings = [{ port: '80/tcp', hostIp: '', hostPort: '8080' }]
        const scene = { name: '', containers: [{ name: 'web', extra: { requestedPorts: portBindings } }] }
        const container = placedContainer({ name: 'other', portBindings }, 'planned other')
        return codesOf(same, { promised: [{ hostId: n2.id, container }] }, scene)
      },
    ],
    [
      'another platform',
      ['platform'],
      () => codesOf(same, { target: { ...n2, engine: n2.engine && { ...n2.engine, architecture: 'aarch64' } } }),
    ],
    [
      'that it is one on each host',
      ['global'],
      () => codesOf(same, (subjects) => ({ subjects: subjects.map((subject) => ({ ...subject, isGlobal: true })) })),
    ],
    ['data, without consent', ['volume-copy?copy-volumes'], () => codesOf(same, { consents: new Set() }, db)],
    ['data, with consent', [], () => codesOf(same, {}, db)],
    [
      'data of that name there',
      ['volume-exists?replace-volumes'],
      () => codesOf(same, { volumes: [volumeOn(n1.id, 'data'), volumeOn(n2.id, 'data')] }, db),
    ],
    [
      'data of that name there, on a share',
      ['volume-differs'],
      () => codesOf(same, { volumes: [volumeOn(n1.id, 'data'), { ...volumeOn(n2.id, 'data'), driver: 'rexray' }] }, db),
    ],
    [
      'data of that name there, in a folder of the host',
      ['volume-differs'],
      () => {
        const options = { type: 'none', o: 'bind', device: '/srv/data' }
        return codesOf(same, { volumes: [volumeOn(n1.id, 'data'), { ...volumeOn(n2.id, 'data'), options }] }, db)
      },
    ],
    [
      'data of that name in use there',
      ['volume-in-use'],
      () =>
        codesOf(
          same,
          (subjects) => ({
            volumes: [volumeOn(n1.id, 'data'), volumeOn(n2.id, 'data')],
            containers: [...subjects.map(({ container }) => container), aContainer(n2, 'other', mounting)],
          }),
          db,
        ),
    ],
    [
      'data that another uses',
      ['volume-shared'],
      () =>
        codesOf(
          same,
          (subjects) => ({
            containers: [...subjects.map(({ container }) => container), aContainer(n1, 'other', mounting)],
          }),
          db,
        ),
    ],
    [
      'that it would vanish before its successor runs',
      ['auto-remove'],
      () => codesOf(with_({ AutoRemove: true }), {}, db),
    ],
    ['a network of its host alone', [], () => codesOf(same, { networks: bridged })],
    [
      'others on a network of its host alone',
      ['network-split?leave-networks'],
      () => {
        const networks = [{ networkId: 'net-shop', name: 'shop', ipAddress: '' }]
        return codesOf(same, { networks: bridged, ...others([n1, 'db', { networks }]) })
      },
    ],
  ])('%s', (_what, codes, found) => {
    expect(found()).toEqual(codes)
  })
})

const everywhere = [aNetwork('shop', { hostIds: ['id-n1', 'id-n2', 'id-n3'] })]
const bridged = [aNetwork('shop', { driver: 'bridge', scope: 'local', hostIds: ['id-n1'] })]

const makes = fc.array(
  fc.record({
    isStopped: fc.boolean(),
    isFixed: fc.boolean(),
    volume: fc.option(fc.constantFrom('data', 'share'), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 5 },
)

it('stops nothing before its successor serves unless it says so, and removes nothing before that at all', () => {
  fc.assert(
    fc.property(makes, fc.boolean(), fc.boolean(), (given, isBridge, removesVolumes) => {
      const containers = given.map((make, index) => ({
        name: `c${index}`,
        ...make,
        ...(make.volume === undefined ? {} : { volume: `${make.volume}${index}` }),
      }))
      const optionsOf = (volume: string): Record<string, string> => (volume.startsWith('share') ? { type: 'nfs' } : {})
      const volumes = containers.flatMap(({ volume }) =>
        volume === undefined ? [] : [{ ...volumeOn(n1.id, volume), options: optionsOf(volume) }],
      )
      const scene: Scene = {
        name: '',
        containers: containers.map(({ volume, ...make }) => ({ ...make, ...(volume === undefined ? {} : { volume }) })),
        volumes,
        consents: ['copy-volumes', ...(removesVolumes ? (['remove-volumes'] as const) : [])],
      }
      const { plan, steps } = planOf(scene, isBridge ? { networks: bridged } : {}).planned
      expect(plan.problems).toEqual([])
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
      for (const { id, order, isRunning, interruption, orderReason } of plan.containers) {
        const kinds = steps.filter(({ containerId }) => containerId === id).map(({ kind }) => kind)
        const at = (kind: (typeof kinds)[number]) => kinds.indexOf(kind)
        const serves = isRunning ? Math.max(at('wait-container'), at('switch-names')) : at('create-container')
        expect(at('remove-original')).toBeGreaterThan(serves)
        if (kinds.includes('remove-volume')) expect(at('remove-volume')).toBeGreaterThan(at('remove-original'))
        expect(kinds.includes('stop-original')).toBe(isRunning)
        expect(orderReason === '').toBe(order === 'start-first')
        if (!isRunning) continue
        expect(interruption === 'none').toBe(order === 'start-first')
        if (order === 'start-first') expect(at('stop-original')).toBeGreaterThan(serves)
        else expect(at('stop-original')).toBeLessThan(at('create-container'))
        if (kinds.includes('copy-volume')) expect(at('copy-volume')).toBeGreaterThan(at('stop-original'))
      }
    }),
    { numRuns: 200 },
  )
})

// What is on its way to a host counts there for everybody else.
import { expect, it } from 'vitest'
import type { Cluster } from '@/server/cluster/types'
import { noRegistries } from '@/server/registries/types'
import { silentLog } from '@/server/testing/host-store'
import { aContainer, aHost, anImage, aSnapshot } from '@/server/testing/stack-builders'
import type { PlannedContainer } from './plan-input'
import { createPlanning } from './planning'
import type { RevisionStore } from './revision-store'

const hosts = [aHost('n1'), aHost('n2')]
const [n1 = aHost('n1'), n2 = aHost('n2')] = hosts

const planWith = async (compose: string, stack: string, promised: PlannedContainer[] = []) => {
  const snapshot = aSnapshot(hosts, { images: [anImage('web:1', hosts)] })
  const cluster = {
    snapshot: () => snapshot,
    containersOf: () => [],
    hosts: () => hosts,
    images: () => snapshot.images,
  }
  const requestedPorts = [{ port: '80/tcp', hostIp: '', hostPort: '8080' }]
  const reservation = { cpus: 3, memoryBytes: 0 }
  const coming = { ...aContainer(n2, 'db', { requestedPorts, reservation, stack: 'shop' }), id: 'x-coming' }
  const planning = createPlanning({
    cluster: cluster as unknown as Cluster,
    registries: noRegistries,
    revisions: {} as RevisionStore,
    readForeign: async () => new Map(),
    log: silentLog,
    policy: () => ({}),
    coming: () => [coming],
  })
  const files = [{ path: 'compose.yaml', content: compose }]
  const source = { files, variables: {}, profiles: [], pins: {} }
  const request = { stack, revision: 1, source, removeOrphans: [], pull: 'missing' as const, scale: {}, promised }
  return (await planning.plan(request)).plan
}

const service = (more: string) => `services: {web: {image: "web:1", network_mode: bridge, ${more}}}`

it('keeps a deploy off the port, the room and the name of a container that is being moved', async () => {
  const byPort = await planWith(service('ports: ["8080:80"]'), 'other')
  expect(byPort.containers).toMatchObject([{ hostName: n1.name }])
  const byRoom = await planWith(service('deploy: {resources: {reservations: {cpus: "2"}}}'), 'other')
  expect(byRoom.containers).toMatchObject([{ hostName: n1.name }])
  const pinned = 'container_name: db, deploy: {placement: {constraints: ["node.hostname == n2"]}}'
  expect((await planWith(service(pinned), 'other')).problems).toMatchObject([{ code: 'name_taken' }])
})

it('keeps a deploy off the port, the room and the name of what a client of the Docker API has a place for', async () => {
  const requestedPorts = [{ port: '80/tcp', hostIp: '', hostPort: '9090' }]
  const container = { id: 'claim-1', name: 'claimed', requestedPorts, reservation: { cpus: 3, memoryBytes: 0 } }
  const promised = [{ hostId: n2.id, container }]
  const byPort = await planWith(service('ports: ["9090:80"]'), 'free', promised)
  expect(byPort.containers).toMatchObject([{ hostName: n1.name }])
  expect((await planWith(service('container_name: claimed'), 'free', promised)).problems).toMatchObject([
    { code: 'name_taken', message: expect.stringContaining('claimed is taken by a container on n2') },
  ])
})

it('counts a container of the stack itself where it is, not twice', async () => {
  expect((await planWith(service('ports: ["8080:80"]'), 'shop')).orphans).toEqual([])
})

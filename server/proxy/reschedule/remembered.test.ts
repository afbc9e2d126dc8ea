import { afterEach, expect, it, vi } from 'vitest'
import { openTestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { addressLabels } from './copy-labels'
import { type Remembered, rememberRequests } from './remembered'

const test = openTestCluster()
let remembered: Remembered | undefined
afterEach(async () => {
  remembered?.stop()
  await test.end()
})

const soon = { timeout: 20_000 }
const Labels = {
  'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
  'com.docker.swarm.id': 'f'.repeat(64),
}
const Config = { Image: 'web:1', Labels }

it('keeps nothing of a host that was removed while nobody looked', async () => {
  await test.cluster.start()
  const gone = { ...aContainer(aHost('gone'), 'web'), labels: Labels }
  const write = vi.fn(async (_all: unknown) => undefined)
  const request = { body: { Image: 'web:1', Env: ['TOKEN=s3cret'], HostConfig: {} }, networks: [] }
  const kept = { read: () => [{ container: gone, request }], ageMs: () => 0, write, touch: () => undefined }
  const now = vi.spyOn(performance, 'now')
  remembered = rememberRequests(test.cluster, silentLog, () => undefined, kept)
  remembered.readMissing()
  expect([...remembered.containers()]).toHaveLength(1)
  now.mockReturnValue(performance.now() + 601_000)
  remembered.readMissing()
  now.mockRestore()
  expect([...remembered.containers()]).toEqual([])
  remembered.stop()
  expect(write.mock.calls.at(-1)).toEqual([[]])
})

it('asks again how a container was made when that could not be read, and beside whom it is by name', async () => {
  const engine = await test.engine({ name: 'n1' })
  const db = 'd'.repeat(64)
  engine.add(fakeContainer({ Id: db, Name: '/db' }))
  const HostConfig = { NetworkMode: `container:${db}`, VolumesFrom: [`${db}:ro`], IpcMode: `container:${db}` }
  await test.cluster.start()
  await test.cluster.setDiscovered([engine.address])
  await test.cluster.settled(5_000)
  engine.add(fakeContainer({ Id: 'web', Name: '/web', Config, HostConfig }))
  await expect.poll(() => test.cluster.container('web'), soon).toBeDefined()

  engine.pathFaults.set('/containers/web', 'error')
  const before = engine.requests.length
  remembered = rememberRequests(test.cluster, silentLog, () => undefined)
  const reads = () => engine.requests.slice(before).filter((each) => each === 'GET /containers/web/json').length
  await expect.poll(reads, soon).toBe(1)
  expect(remembered.requestOf('web')).toBeUndefined()
  // What has failed is known a moment after it was asked.
  await expect
    .poll(() => {
      remembered?.readMissing()
      return reads()
    }, soon)
    .toBeGreaterThan(1)
  engine.pathFaults.clear()
  await expect
    .poll(() => {
      remembered?.readMissing()
      return remembered?.requestOf('web')?.body.HostConfig
    }, soon)
    .toMatchObject({ NetworkMode: 'container:db', VolumesFrom: ['db:ro'], IpcMode: 'container:db' })
  const asked = reads()
  remembered.readMissing()
  expect(reads()).toBe(asked)
})

it('asks also for the last of many when those before it fail again and again', async () => {
  const engine = await test.engine({ name: 'n1' })
  const all = [...Array.from({ length: 20 }, (_, at) => `bad${String(at).padStart(2, '0')}`), 'good']
  for (const Id of all) engine.add(fakeContainer({ Id, Name: `/${Id}`, Config }))
  await test.cluster.start()
  await test.cluster.setDiscovered([engine.address])
  await test.cluster.settled(5_000)
  const asked = new Map<string, number>()
  for (const Id of all) {
    engine.routes.set(`/containers/${Id}/json`, (_request, response) => {
      const times = (asked.get(Id) ?? 0) + 1
      asked.set(Id, times)
      if (Id === 'good' && times > 1) response.end(JSON.stringify(engine.containers.get(Id)))
      else response.writeHead(500).end('{"message":"the storage driver is on fire"}')
    })
  }
  const failures: unknown[] = []
  const log = { ...silentLog, debug: (...args: unknown[]) => void failures.push(args) }
  remembered = rememberRequests(test.cluster, log, () => undefined)
  await expect.poll(() => failures.length, soon).toBe(all.length)
  // Of each few that are asked at once the failures are waited for, so that all may be asked again.
  for (const failed of [8, 16, 23]) {
    remembered.readMissing()
    await expect.poll(() => failures.length, soon).toBe(all.length + failed)
  }
  await expect.poll(() => remembered?.requestOf('good'), soon).toBeDefined()
})

it('knows how a container was made without its image while that cannot be read, and asks for it again', async () => {
  const engine = await test.engine({ name: 'n1' })
  const own = { ...Labels, own: 'x', both: 'y' }
  engine.add(fakeContainer({ Id: 'web', Name: '/web', Config: { Image: 'web:1', Labels: own } }))
  engine.routes.set('/images/sha256%3A1/json', (_request, response) => {
    response.end(JSON.stringify({ Config: { Labels: { both: 'y' } } }))
  })
  engine.pathFaults.set('/images/sha', 'reset')
  await test.cluster.start()
  await test.cluster.setDiscovered([engine.address])
  await test.cluster.settled(5_000)
  remembered = rememberRequests(test.cluster, silentLog, () => undefined)
  const labels = () => remembered?.requestOf('web')?.body.Labels
  await expect.poll(labels, soon).toEqual(own)
  engine.pathFaults.clear()
  const { both: _both, ...rest } = own
  await expect
    .poll(() => {
      remembered?.readMissing()
      return labels()
    }, soon)
    .toEqual(rest)
})

it('takes no address for chosen that was chosen for the container of which its image was committed', async () => {
  const engine = await test.engine({ name: 'n1' })
  engine.networks.push({ Id: 'net-over', Name: 'over', Scope: 'swarm', Driver: 'overlay' })
  const NetworkSettings = {
    Ports: {},
    Networks: { over: { NetworkID: 'net-over', IPAddress: '10.0.1.7', IPAMConfig: { IPv4Address: '10.0.1.7' } } },
  }
  const chosen = addressLabels(Labels, [['over', { IPAMConfig: { IPv4Address: '10.0.1.9' } }]])
  const other = { ...Labels, 'com.docker.swarm.id': 'b'.repeat(64) }
  const add = (Id: string, own: Record<string, string>) =>
    engine.add(fakeContainer({ Id, Name: `/${Id}`, Config: { Image: 'x:1', Labels: own }, NetworkSettings }))
  add('first', { ...Labels, ...chosen })
  add('committed', { ...other, ...chosen })
  await test.cluster.start()
  await test.cluster.setDiscovered([engine.address])
  await test.cluster.settled(5_000)
  remembered = rememberRequests(test.cluster, silentLog, () => undefined)
  const addressOf = (id: string) =>
    JSON.stringify([remembered?.requestOf(id)?.body.NetworkingConfig, remembered?.requestOf(id)?.networks])
  await expect.poll(() => addressOf('first'), soon).toContain('10.0.1.9')
  await expect.poll(() => remembered?.requestOf('committed'), soon).toBeDefined()
  expect(addressOf('committed')).not.toContain('IPAMConfig')
})

// Overlays of the older engines, which share a key-value store instead of Swarm mode.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { createNetworkRequest, enableOverlayRequest } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { silentLog as log } from '@/server/testing/host-store'
import { watchLab } from '@/server/testing/lab-cluster'
import { createNetworks } from './networks'
import type { Networks } from './types'

let lab: Lab
let cluster: Cluster
let networks: Networks

const wanted = (request: object) => createNetworkRequest.parse(request)
const settled = () => Promise.all(cluster.hosts().map((host) => cluster.refresh(host.id)))

beforeAll(async () => {
  lab = await startLab({ hosts: 3, generation: 'kv', registry: false, preload: ['busybox'], diskMiB: 256 })
  cluster = await watchLab(lab)
  networks = createNetworks({ cluster, log })
})
afterAll(async () => {
  await cluster?.stop()
  await lab?.down()
})

describe.sequential('overlay networking of engines with a key-value store', () => {
  test('is there from the beginning, and Swarm mode is not offered on top', async () => {
    const status = await networks.overlayStatus()
    expect(status).toMatchObject({ enabled: true, mode: 'kv', managers: 0 })
    expect(status.summary).toContain('etcd://')
    for (const host of status.hosts) expect(host).toMatchObject({ status: 'in', mode: 'kv', role: null, reasons: [] })
    const hostIds = cluster.hosts().map((host) => host.id)
    await expect(networks.enableOverlay(enableOverlayRequest.parse({ hostIds }))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('excludes Swarm mode'),
    })
  })

  test('containers on two hosts reach each other over an overlay that every host lists', async () => {
    const network = await networks.create(wanted({ name: 'old' }))
    expect(network).toMatchObject({ displayName: 'old', scope: 'global', driver: 'overlay' })
    await settled()
    expect(cluster.network('old')!.hostIds).toHaveLength(3)
    await lab.docker('n1', 'run', '-d', '--name', 'web', '--network', 'old', 'busybox', 'sleep', '1000')
    await lab.docker('n3', 'run', '-d', '--name', 'asker', '--network', 'old', 'busybox', 'sleep', '1000')
    // The engines tell each other of new endpoints by gossip, in their own time.
    const reaches = () =>
      lab.docker('n3', 'exec', 'asker', 'ping', '-c', '1', '-w', '3', 'web').then(
        () => true,
        () => false,
      )
    await expect.poll(reaches, { timeout: 60_000, interval: 500 }).toBe(true)
    await settled()
    const { endpoints } = await networks.detail('old')
    expect(endpoints.map((each) => `${each.hostName}/${each.containerName}`).sort()).toEqual(['n1/web', 'n3/asker'])
    expect(endpoints.filter((each) => each.stale)).toEqual([])
  })

  test('a second one of the name or over the subnet is refused', async () => {
    const { subnet } = (await networks.detail('old')).ipam[0]!
    await expect(networks.create(wanted({ name: 'old' }))).rejects.toMatchObject({ code: 'name_taken' })
    await expect(networks.create(wanted({ name: 'new', subnet }))).rejects.toMatchObject({
      code: 'subnet_overlap',
      message: expect.stringContaining('of network old'),
    })
  })

  test('a power cut leaves the overlay in use by what was there, and it goes everywhere once that is removed', async () => {
    await lab.cut('n3')
    await lab.power('n3')
    // Healthy it may still count from before the cut; that its container has ended is only known since.
    await expect.poll(() => cluster.container('n3/asker')).toMatchObject({ state: 'exited', known: true })
    await expect(networks.remove('old')).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringMatching(/n3\/asker/),
    })
    await lab.docker('n3', 'rm', '-f', 'asker')
    await lab.docker('n1', 'rm', '-f', 'web')
    await settled()
    await networks.remove('old')
    await settled()
    expect(cluster.network('old')).toBeUndefined()
    for (const { name } of lab.hosts) {
      const listed = async () => (await lab.docker(name, 'network', 'ls', '--format', '{{.Name}}')).stdout
      await expect.poll(listed).not.toMatch(/^old$/m)
    }
  })
})

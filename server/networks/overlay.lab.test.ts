// The whole life of overlay networking on real engines: enable, late host, foreign Swarm, network, endpoints, removal.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { createNetworkRequest, enableOverlayRequest, type OverlayStep } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { silentLog as log } from '@/server/testing/host-store'
import { watchLab } from '@/server/testing/lab-cluster'
import { createNetworks } from './networks'
import type { Networks } from './types'

let lab: Lab
let cluster: Cluster
let networks: Networks

const idOf = (name: string): string => cluster.host(name)!.id
const enable = (...names: string[]) => enableOverlayRequest.parse({ hostIds: names.map(idOf) })
const wanted = (request: object) => createNetworkRequest.parse(request)
const statusOf = async (name: string) => {
  const status = await networks.overlayStatus()
  return status.hosts.find((host) => host.hostName === name)!
}
const settled = () => Promise.all(cluster.hosts().map((host) => cluster.refresh(host.id)))

beforeAll(async () => {
  lab = await startLab({ hosts: 4, registry: false, preload: ['busybox'], diskMiB: 256 })
  cluster = await watchLab(lab)
  networks = createNetworks({ cluster, log })
})
afterAll(async () => {
  await cluster?.stop()
  await lab?.down()
})

describe.sequential('overlay networking of modern engines', () => {
  test('is off at first, and nobody can make an overlay', async () => {
    const status = await networks.overlayStatus()
    expect(status).toMatchObject({ enabled: false, mode: null, managers: 0 })
    expect(status.hosts.map((host) => host.status)).toEqual(['out', 'out', 'out', 'out'])
    await expect(networks.create(wanted({ name: 'early' }))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Overlay networking is off'),
    })
  })

  test('joins the Swarm that a chosen host has already, with 3 managers for 4 hosts, each with its right address', async () => {
    await lab.docker('n4', 'swarm', 'init', '--advertise-addr', lab.host('n4').ip)
    await cluster.refresh(idOf('n4'))
    const told: OverlayStep[] = []
    const result = await networks.enableOverlay(enable('n1', 'n2', 'n3', 'n4'), (step) => told.push(step))
    expect(result.steps.filter((step) => step.state === 'failed')).toEqual([])
    expect(result.status.managers).toBe(3)
    expect(told.filter((step) => step.state === 'running').length).toBe(told.length / 2)
    expect(JSON.stringify(told)).not.toContain('SWMTKN')
    for (const host of result.status.hosts) expect(host.address).toBe(lab.host(host.hostName).ip)
    const all = enable('n1', 'n2', 'n3', 'n4')
    const gone = await networks.disableOverlay({ hostIds: all.hostIds, force: false })
    expect(gone.ok).toBe(true)
    expect(gone.status.enabled).toBe(false)
  })

  test('begins its own cluster beside a Swarm that was not chosen, and leaves that one alone', async () => {
    await lab.docker('n4', 'swarm', 'init', '--advertise-addr', lab.host('n4').ip)
    await cluster.refresh(idOf('n4'))
    const result = await networks.enableOverlay(enable('n1', 'n2', 'n3'))
    expect(result.steps.map((step) => [step.kind, step.hostName, step.state])).toEqual([
      ['init', 'n1', 'done'],
      ['join', 'n2', 'done'],
      ['join', 'n3', 'done'],
    ])
    expect(result.status).toMatchObject({ enabled: true, mode: 'swarm', managers: 3 })
    expect(result.status.summary).toBe('3 managers; quorum holds with any one lost (n1, n2, n3)')
    const foreign = result.status.hosts.find((host) => host.hostName === 'n4')
    expect(foreign).toMatchObject({ status: 'cannot', reasons: [{ code: 'other-swarm' }] })

    await expect(networks.enableOverlay(enable('n4'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('n4 is already in another Swarm'),
    })
    const { stdout } = await lab.docker('n4', 'node', 'ls', '-q')
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  test('asked for again does nothing', async () => {
    const result = await networks.enableOverlay(enable('n1', 'n2', 'n3'))
    expect(result).toMatchObject({ ok: true, steps: [] })
  })

  test('a late host joins as a worker', async () => {
    await lab.docker('n4', 'swarm', 'leave', '--force')
    const result = await networks.enableOverlay(enable('n4'))
    expect(result).toMatchObject({ ok: true, steps: [{ kind: 'join', hostName: 'n4', state: 'done' }] })
    expect(await statusOf('n4')).toMatchObject({ status: 'in', role: 'worker', address: lab.host('n4').ip })
  })

  test('a manager leaves only after a worker took its place, and comes back as a worker', async () => {
    const gone = await networks.disableOverlay({ hostIds: [idOf('n2')], force: false })
    expect(gone.steps.map((step) => [step.kind, step.hostName, step.state])).toEqual([
      ['promote', 'n4', 'done'],
      ['demote', 'n2', 'done'],
      ['leave', 'n2', 'done'],
    ])
    expect(gone.status).toMatchObject({ managers: 3, summary: expect.stringContaining('(n1, n3, n4)') })
    const back = await networks.enableOverlay(enable('n2'))
    expect(back).toMatchObject({ ok: true, steps: [{ kind: 'join', hostName: 'n2' }] })
    expect(back.status.managers).toBe(3)
    expect((await lab.docker('n1', 'node', 'ls', '-q')).stdout.trim().split('\n')).toHaveLength(4)
  })

  test('containers on two hosts reach each other by name over an overlay with a planned subnet', async () => {
    const network = await networks.create(wanted({ name: 'shop', labels: { purpose: 'test' } }))
    expect(network).toMatchObject({
      displayName: 'shop',
      scope: 'swarm',
      attachable: true,
      labels: { purpose: 'test' },
    })
    const subnet = network.ipam[0]!.subnet
    expect(subnet).toMatch(/^10\.0\.\d+\.0\/24$/)

    await lab.docker('n1', 'run', '-d', '--name', 'web', '--network', 'shop', 'busybox', 'sleep', '1000')
    await lab.docker('n4', 'run', '-d', '--name', 'asker', '--network', 'shop', 'busybox', 'sleep', '1000')
    // The engines tell each other of new endpoints by gossip, in their own time.
    const reaches = () =>
      lab.docker('n4', 'exec', 'asker', 'ping', '-c', '1', '-w', '3', 'web').then(
        () => true,
        () => false,
      )
    await expect.poll(reaches, { timeout: 60_000, interval: 500 }).toBe(true)
    await settled()
    const detail = await networks.detail('shop')
    expect(detail.endpoints.map((each) => `${each.hostName}/${each.containerName}`).sort()).toEqual([
      'n1/web',
      'n4/asker',
    ])
    for (const endpoint of detail.endpoints) {
      expect(endpoint.ipAddress).toMatch(/^10\.0\./)
      expect(endpoint.macAddress).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
      expect(endpoint.stale).toBeUndefined()
    }
  })

  test('names and subnets that clash are refused with the other party’s name', async () => {
    const { subnet } = (await networks.detail('shop')).ipam[0]!
    await expect(networks.create(wanted({ name: 'other', subnet }))).rejects.toMatchObject({
      code: 'subnet_overlap',
      message: `The subnet ${subnet} overlaps ${subnet} of network shop.`,
    })
    await expect(networks.create(wanted({ name: 'other', subnet: lab.subnet }))).rejects.toMatchObject({
      code: 'subnet_overlap',
      message: expect.stringMatching(/of the network of host n1/),
    })
    await expect(networks.create(wanted({ name: 'shop' }))).rejects.toMatchObject({ code: 'name_taken' })
    await expect(networks.create(wanted({ name: 'x', driver: 'weave' }))).rejects.toMatchObject({
      code: 'invalid_input',
      details: { fix: expect.stringMatching(/bridge, .*overlay/) },
    })
  })

  test('two creations at once get different subnets', async () => {
    const made = await Promise.all(['left', 'right'].map((name) => networks.create(wanted({ name }))))
    expect(new Set(made.map((network) => network.ipam[0]!.subnet)).size).toBe(2)
    await Promise.all(made.map((network) => networks.remove(network.id)))
  })

  test('a container is connected and disconnected', async () => {
    const { ipam } = await networks.create(wanted({ name: 'back' }))
    const ipAddress = ipam[0]!.subnet.replace('.0/24', '.77')
    await networks.connect('back', { containerId: 'n4/asker', aliases: ['questions'], ipAddress })
    expect((await networks.detail('back')).endpoints).toMatchObject([{ containerName: 'asker', ipAddress }])
    await expect(networks.connect('back', { containerId: 'n4/asker', aliases: [] })).rejects.toMatchObject({
      message: expect.stringContaining('n4/asker is on back already'),
    })
    await networks.disconnect('back', { containerId: 'n4/asker', force: false })
    expect((await networks.detail('back')).endpoints).toEqual([])
    await networks.remove('back')
  })

  test('a local network is called host/name, and is refused where its host does not answer', async () => {
    const request = { name: 'lan', driver: 'bridge', subnet: '172.29.7.0/24' }
    const one = await networks.create(wanted({ ...request, hostId: idOf('n1') }))
    const two = await networks.create(wanted({ ...request, hostId: idOf('n2') }))
    expect([one.displayName, two.displayName]).toEqual(['n1/lan', 'n2/lan'])
    await expect(networks.create(wanted({ name: 'lan' }))).rejects.toMatchObject({ code: 'name_taken' })
    await expect(networks.detail('lan')).rejects.toMatchObject({ details: { fix: 'Say which: n1/lan, n2/lan.' } })
    await networks.remove('n1/lan')
    expect(cluster.network('n1/lan')).toBeUndefined()
    await networks.remove('n2/lan')
  })

  test('removal is refused while in use, naming containers and hosts, then removes it everywhere', async () => {
    await expect(networks.remove('shop')).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringMatching(/shop is in use by 2 containers: (n1\/web|n4\/asker), (n1\/web|n4\/asker)\./),
    })
    const leaving = { hostIds: [idOf('n1')], force: false }
    await expect(networks.disableOverlay(leaving)).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining('n1/web on shop'),
    })
    await expect(networks.remove('n1/bridge')).rejects.toMatchObject({ code: 'conflict' })
    await lab.docker('n1', 'rm', '-f', 'web')
    await lab.docker('n4', 'rm', '-f', 'asker')
    await settled()
    await networks.remove('shop')
    // A worker gives its copy back when the managers have told it.
    for (const { name } of lab.hosts) {
      const listed = async () => (await lab.docker(name, 'network', 'ls', '--format', '{{.Name}}')).stdout
      await expect.poll(listed, { timeout: 60_000 }).not.toMatch(/^shop$/m)
    }
    await settled()
    expect(cluster.network('shop')).toBeUndefined()
  })
})

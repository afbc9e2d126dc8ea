// Detail, creation and removal against a cluster of plain data whose engines answer as told.
import { describe, expect, test } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import { createNetworkRequest, type NetworkDetail } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { silentLog } from '@/server/testing/host-store'
import { aNetwork } from '@/server/testing/inventory-builders'
import { createNetworks } from './networks'
import { sampleHost, sampleMember } from './sample-facts'

type Answer = (request: { body?: unknown }) => unknown
type Answers = Record<string, Answer>

const endpoint = (host: string, name: string) => ({
  containerId: `container-${name}`,
  containerName: name,
  hostId: `id-${host}`,
  hostName: host,
  ipAddress: '',
  macAddress: '',
  aliases: [name],
})
const notFound = () => {
  throw new AppError('engine_error', 'No such container', { details: { statusCode: 404 } })
}

const clusterOf = (hosts: Host[], networks: NetworkDetail[], answers: Record<string, Answers>) => {
  const asked: string[] = []
  const states = new Map<string, Partial<Container>>()
  const cluster = {
    hosts: () => hosts,
    host: (ref: string) => hosts.find((host) => host.id === ref || host.name === ref),
    networks: () => networks,
    network: (ref: string) => networks.find((network) => [network.id, network.displayName].includes(ref)),
    container: (ref: string) => states.get(ref),
    containersOf: () => [],
    refresh: async () => undefined,
    engine: (hostId: string) => {
      const host = hosts.find((each) => each.id === hostId)!
      if (host.state === 'unreachable') throw new AppError('host_unreachable', `${host.name} is unreachable`)
      return {
        address: host.address,
        json: async (method: string, path: string, request: { body?: unknown } = {}) => {
          asked.push(`${host.name} ${method} ${path}`)
          const answer = answers[host.name]?.[`${method} ${path}`]
          if (!answer) throw new AppError('engine_timeout', `${host.name} gives no answer to ${method} ${path}`)
          return answer(request)
        },
      }
    },
  }
  return { cluster: cluster as unknown as Cluster, asked, states }
}
const open = (cluster: Cluster) => createNetworks({ cluster, log: silentLog, subnetGrantMs: 200 })

describe('the endpoints of a network', () => {
  const hosts = [sampleHost({ name: 'n1' }), sampleHost({ name: 'n2', state: 'unreachable' })]
  const shop = {
    ...aNetwork('shop', { id: 'network-shop', hostIds: hosts.map((host) => host.id) }),
    endpoints: [endpoint('n1', 'web'), endpoint('n2', 'db')],
  }
  const inspect = () => ({
    Containers: {
      'container-web': { Name: 'web', IPv4Address: '10.0.1.2/24', MacAddress: '02:42:0a:00:01:02' },
      'container-ghost': { Name: 'ghost', IPv4Address: '10.0.1.9/24' },
      'container-young': { Name: 'young', IPv4Address: '10.0.1.10/24' },
      'lb-shop': { Name: 'shop-endpoint', IPv4Address: '10.0.1.3/24' },
    },
  })
  const answers = {
    n1: {
      'GET /networks/network-shop': inspect,
      'GET /containers/container-ghost/json': notFound,
      'GET /containers/container-young/json': () => ({}),
    },
  }

  test('are those of memory, completed by the engines, and the stale ones are told', async () => {
    const { cluster } = clusterOf(hosts, [shop], answers)
    const { endpoints } = await open(cluster).detail('shop')
    expect(endpoints).toEqual([
      { ...endpoint('n1', 'web'), ipAddress: '10.0.1.2', macAddress: '02:42:0a:00:01:02' },
      endpoint('n2', 'db'),
      expect.objectContaining({ containerName: 'ghost', hostName: 'n1', stale: true }),
      expect.not.objectContaining({ stale: true }),
    ])
  })

  test('are those of memory alone when no engine answers', async () => {
    const { cluster } = clusterOf(hosts, [shop], {})
    expect((await open(cluster).detail('shop')).endpoints).toEqual(shop.endpoints)
  })

  test('that are stale go by a forced disconnect of their name', async () => {
    const bodies: unknown[] = []
    const disconnect: Answer = ({ body }) => void bodies.push(body)
    const { cluster } = clusterOf(hosts, [shop], {
      n1: { ...answers.n1, 'POST /networks/network-shop/disconnect': disconnect },
    })
    await open(cluster).disconnect('shop', { containerId: 'container-ghost', force: false })
    expect(bodies).toEqual([{ Container: 'ghost', Force: true }])
  })

  test('refuse the removal, by name, host and state', async () => {
    const { cluster, states } = clusterOf(hosts, [shop], answers)
    states.set('container-web', { state: 'exited', known: true })
    states.set('container-db', { state: 'running', known: false })
    await expect(open(cluster).remove('shop')).rejects.toMatchObject({
      code: 'in_use',
      message:
        'shop is in use by 4 containers: n1/web (exited), n2/db (last seen; n2 does not answer), n1/ghost (stale endpoint), n1/young.',
    })
    // As engines do: what has stopped does not count, a host that does not answer does.
    await expect(open(cluster).remove('shop', { stoppedMayLack: true })).rejects.toMatchObject({
      message: 'shop is in use by 2 containers: n2/db (last seen; n2 does not answer), n1/young.',
    })
  })
})

describe('a network in Swarm mode', () => {
  const members = ['n1', 'n2'].map((name) => sampleMember(name, 'manager'))
  const nodes = () =>
    members.map((host) => ({
      ID: host.engine?.swarm.nodeId,
      Spec: { Role: 'manager' },
      Status: { State: 'ready', Addr: host.engine?.swarm.nodeAddress },
      ManagerStatus: { Reachability: 'reachable', Addr: `${host.engine?.swarm.nodeAddress}:2377` },
    }))
  const common = { 'GET /nodes': nodes, 'GET /swarm': () => ({ Spec: {} }) }
  const granted = () => ({ IPAM: { Config: [{ Subnet: '10.0.5.0/24' }] } })
  const made = { ...aNetwork('shop', { id: 'net1', hostIds: ['id-n1', 'id-n2'] }), endpoints: [] }
  const request = createNetworkRequest.parse({ name: 'shop' })

  test('is made by the next manager when the first falls silent, and not a second time', async () => {
    const networks: NetworkDetail[] = []
    const { cluster, asked } = clusterOf(members, networks, {
      n1: { ...common, 'GET /networks': () => [] },
      n2: {
        ...common,
        // The first one had made it after all, when its answer got lost.
        'GET /networks': () => {
          networks.push(made)
          return [{ Id: 'net1', Name: 'shop' }]
        },
        'GET /networks/net1': granted,
      },
    })
    expect((await open(cluster).create(request)).id).toBe('net1')
    expect(asked.filter((each) => each.endsWith('POST /networks/create'))).toEqual(['n1 POST /networks/create'])
  })

  test('takes another subnet when the engine knows better than memory', async () => {
    const networks: NetworkDetail[] = []
    const subnets: string[] = []
    const create: Answer = ({ body }) => {
      const { Subnet } = (body as { IPAM: { Config: [{ Subnet: string }] } }).IPAM.Config[0]
      subnets.push(Subnet)
      if (subnets.length < 3) throw new AppError('engine_error', 'Pool overlaps with other one on this address space')
      networks.push(made)
      return { Id: 'net1' }
    }
    const { cluster } = clusterOf(members, networks, {
      n1: {
        ...common,
        'GET /networks': () => [{ Name: 'unseen', IPAM: { Config: [{ Subnet: '10.0.0.0/24' }] } }],
        'GET /networks/net1': granted,
        'POST /networks/create': create,
      },
    })
    await open(cluster).create(request)
    expect(subnets).toEqual(['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'])
  })

  test('is taken back when it gets no subnet', async () => {
    const taken: string[] = []
    const { cluster } = clusterOf(members, [], {
      n1: {
        ...common,
        'GET /networks': () => [],
        'POST /networks/create': () => ({ Id: 'net1' }),
        'GET /networks/net1': () => ({ IPAM: { Config: null } }),
        'DELETE /networks/net1': () => void taken.push('net1'),
      },
    })
    await expect(open(cluster).create({ ...request, subnet: '10.0.9.0/24' })).rejects.toMatchObject({
      code: 'subnet_overlap',
      message: expect.stringContaining('10.0.9.0/24'),
    })
    expect(taken).toEqual(['net1'])
  })
})

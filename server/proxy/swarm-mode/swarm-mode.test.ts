import http from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'

let test: TestCluster
const ends: (() => Promise<void>)[] = []

beforeEach(async () => {
  test = openTestCluster()
  const engines = await Promise.all(['n1', 'n2'].map((name) => test.engine({ name })))
  const manager = engines[1]
  if (manager)
    manager.info = { ...manager.info, Swarm: { LocalNodeState: 'active', ControlAvailable: true, NodeID: 'm' } }
  manager?.routes.set('/services', (request, response) => response.end(`[{"asked":"${request.method}"}]`))
  await test.cluster.start()
  await test.cluster.setDiscovered(engines.map(({ address }) => address))
  await test.cluster.settled(5_000)
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await test.end()
})

const ask = async (passesSwarmMode: boolean) => {
  const endpoint = await openTestEndpoint(test.cluster, { passesSwarmMode })
  ends.push(endpoint.close)
  return async (path: string) => {
    const response = await new Promise<http.IncomingMessage>((resolve) => {
      http.get({ host: '127.0.0.1', port: endpoint.port, path }, resolve)
    })
    return { status: response.statusCode, swarm: response.headers.swarm, said: await text(response) }
  }
}

it('an endpoint is not in Swarm mode, whatever its hosts are', async () => {
  const read = await ask(false)
  expect(await read('/v1.45/services')).toMatchObject({
    status: 503,
    said: expect.stringContaining('not a swarm manager'),
  })
  expect((await read('/_ping')).swarm).toBe('inactive')
  expect(JSON.parse((await read('/info')).said).Swarm).toMatchObject({ LocalNodeState: 'inactive' })
})

it('an endpoint speaks for a manager when it is told to', async () => {
  const read = await ask(true)
  expect(await read('/v1.45/services')).toMatchObject({ status: 200, said: '[{"asked":"GET"}]' })
  expect((await read('/_ping')).swarm).toBe('active/manager')
  expect(JSON.parse((await read('/info')).said).Swarm).toMatchObject({ ControlAvailable: true, NodeID: 'm' })
})

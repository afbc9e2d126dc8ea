// Two hosts behind the Docker API that have images, networks and volumes, some alike and some their own, for what is put together from
// many hosts.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach } from 'vitest'
import { openTestCluster, type TestCluster } from './cluster'
import { openTestEndpoint, type TestEndpoint } from './docker-endpoint'
import type { FakeEngine } from './fake-engine'

export type Listed = Record<string, unknown>

export const filters = (value: object) => `filters=${encodeURIComponent(JSON.stringify(value))}`

/** Anew for each test. */
export function manyHosts() {
  let test: TestCluster
  let endpoint: TestEndpoint
  let engines: FakeEngine[]

  beforeEach(async () => {
    test = openTestCluster()
    engines = await Promise.all(['n1', 'n2'].map((name) => test.engine({ name })))
    for (const [at, each] of engines.entries()) {
      each.images = [
        { Id: 'sha256:aa11', RepoTags: ['web:1', `own:${at + 1}`], Size: 10, Created: 1_700_000_000 },
        { Id: `sha256:bb2${at}`, RepoTags: ['built:1'], Size: 20, Created: 1_700_000_001 + at },
      ]
      each.networks = [
        { Id: `bridge${at}`, Name: 'bridge', Scope: 'local', Driver: 'bridge' },
        { Id: 'overlay1', Name: 'over', Scope: 'swarm', Driver: 'overlay' },
      ]
      each.volumes = [{ Name: 'data', Driver: 'local' }]
    }
    await test.cluster.start()
    await test.cluster.setDiscovered(engines.map(({ address }) => address))
    await test.cluster.settled(5_000)
    endpoint = await openTestEndpoint(test.cluster)
  })
  afterEach(async () => {
    await endpoint.close()
    await test.end()
  })

  const ask = async (
    method: string,
    path: string,
    body?: string | Buffer,
    headers: Record<string, string> = {},
    port = endpoint.port,
  ): Promise<IncomingMessage> => {
    const request = http.request({ host: '127.0.0.1', port, method, path: `/v1.45${path}`, headers })
    request.end(body)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return response
  }
  return {
    ask,
    async read(...asked: Parameters<typeof ask>) {
      const response = await ask(...asked)
      const said = await text(response)
      return { status: response.statusCode, said, json: () => JSON.parse(said) }
    },
    engine: (at: number) => engines[at] as FakeEngine,
    engines: () => engines,
    cluster: () => test.cluster,
    recorded: () => endpoint.recorded,
  }
}

// What a move or a recreation is working with is left alone by every act on it that comes through the Docker API.
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AppError } from '@/server/errors'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
let endpoint: TestEndpoint
let isMoved = true
const refuse = (name: string) => {
  if (isMoved) throw new AppError('conflict', `${name} is being moved already.`)
}

beforeAll(async () => {
  two = await openTwoHosts()
  for (const engine of two.engines) {
    engine.volumes = [{ Name: 'data', Driver: 'local' }]
    for (const kind of ['containers', 'volumes', 'images', 'networks']) {
      engine.routes.set(`/${kind}/prune`, (_request, response) => response.end('{"SpaceReclaimed":1}'))
    }
    engine.routes.set('/volumes/data', (_request, response) => void response.writeHead(204).end())
    engine.emit({ Type: 'volume', Action: 'create', Actor: { ID: 'data' } })
  }
  two.engines[0]?.setState(two.ids[0], 'exited', 'die')
  await vi.waitFor(
    () => {
      expect(two.cluster.volumes()).toHaveLength(2)
      expect(two.cluster.container('web1')?.state).toBe('exited')
    },
    { timeout: 20_000 },
  )
  endpoint = await openTestEndpoint(two.cluster, {
    moves: {
      requireFree: ({ name }) => void (name === 'web1' && refuse(name)),
      requireUnneeded: ({ name }) => refuse(name),
    },
  })
})
afterAll(async () => {
  await endpoint.close()
  await two.end()
})

const statusOf = (line: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const [method, path] = line.split(' ')
    const request = http.request({ host: '127.0.0.1', port: endpoint.port, method, path: `/v1.45${path}` })
    request.once('error', reject)
    request.once('response', (response) => resolve(response.resume().statusCode))
    request.end()
  })

describe('what is being moved', () => {
  it.each([
    'POST /containers/web1/start',
    'POST /containers/web1/update',
    'POST /containers/web1/rename?name=other',
    'PUT /containers/n1/web1/archive?path=/',
    'DELETE /containers/web1?force=1',
    'POST /containers/prune',
    'POST /volumes/prune',
    'DELETE /volumes/data',
    'DELETE /volumes/n2/data',
  ])('is not touched by %s', async (line) => {
    const before = two.engines.flatMap(({ requests }) => requests).filter((each) => !each.startsWith('GET')).length
    expect(await statusOf(line)).toBe(409)
    expect(two.engines.flatMap(({ requests }) => requests).filter((each) => !each.startsWith('GET'))).toHaveLength(
      before,
    )
  })

  it('keeps nobody from what is beside it, and is free when it is over', async () => {
    expect(await statusOf('POST /images/prune')).toBe(200)
    expect(await statusOf('POST /networks/prune')).toBe(200)
    isMoved = false
    expect(await statusOf('POST /containers/prune')).toBe(200)
    expect(await statusOf('POST /volumes/prune')).toBe(200)
    expect(await statusOf('DELETE /volumes/data')).toBe(204)
  })
})

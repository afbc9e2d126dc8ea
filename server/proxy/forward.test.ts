import http from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultPolicies } from '@/lib/contract/docker-access'
import type { Caller } from '@/server/docker-access/caller'
import { AppError } from '@/server/errors'
import { openTestCluster } from '@/server/testing/cluster'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { fakeContainer } from '@/server/testing/fake-engine'
import type { Role } from './system/system-status'
import type { Leadership, ProxyParts } from './types'

const test = openTestCluster()
const endpoints: TestEndpoint[] = []
afterEach(async () => {
  await Promise.all(endpoints.splice(0).map((each) => each.close()))
  await test.end()
})

/** A manager whose standing the test decides. */
const manager = async (standing: { role: Role }, over: Partial<ProxyParts> = {}) => {
  const leadership: Leadership = {
    role: () => standing.role,
    primaryTls: null,
    requireLead() {
      if (standing.role.role !== 'primary') throw new AppError('host_unreachable', 'No elected primary cluster manager')
    },
  }
  const endpoint = await openTestEndpoint(test.cluster, { leadership, ...over })
  endpoints.push(endpoint)
  return { ...endpoint, standing, host: `127.0.0.1:${endpoint.port}` }
}
const twoManagers = async () => {
  const engine = await test.engine({ name: 'n1' })
  engine.add(fakeContainer({ Id: 'c1', Name: '/web' }))
  await test.cluster.start()
  await test.cluster.setDiscovered([engine.address])
  await test.cluster.settled(5_000)
  const primary = await manager({ role: { role: 'primary' } })
  const replica = await manager({ role: { role: 'replica', primary: primary.host } })
  return { primary, replica }
}
const status = async (url: string, method = 'GET') => {
  const answer = await fetch(url, { method })
  return [answer.status, await answer.text()] as const
}

describe('a replica', () => {
  it('answers itself whether it is there and who acts, and passes the rest on', async () => {
    const { primary, replica } = await twoManagers()
    const info = (await (await fetch(`${replica.url}/v1.41/info`)).json()) as { SystemStatus: [string, string][] }
    expect(info.SystemStatus.slice(0, 2)).toEqual([
      ['Role', 'replica'],
      ['Primary', primary.host],
    ])
    expect(await status(`${replica.url}/containers/json?all=1`)).toEqual(
      await status(`${primary.url}/containers/json?all=1`),
    )
    expect((await status(`${replica.url}/containers/none/json`))[0]).toBe(404)
    const [code, text] = await status(`${replica.url}/containers/web/pause`, 'POST')
    // The made-up engine does not know how: its word comes back, and who acted has the line.
    expect([code, primary.recorded.length, replica.recorded.length], text).toEqual([404, 1, 0])
    await primary.close()
    endpoints.shift()
    expect((await status(`${replica.url}/_ping`))[0]).toBe(200)
    expect(await status(`${replica.url}/version`)).toEqual([503, expect.stringContaining(primary.host)])
  })

  it('says so when nobody acts, and does not play ball with another', async () => {
    const { primary, replica } = await twoManagers()
    primary.standing.role = { role: 'replica', primary: replica.host }
    const nobody = [503, expect.stringContaining('No elected primary cluster manager')]
    expect(await status(`${replica.url}/containers/json`)).toEqual(nobody)
    replica.standing.role = { role: 'replica', primary: '' }
    expect(await status(`${replica.url}/containers/web/kill`, 'POST')).toEqual(nobody)
  })
})

describe('a primary', () => {
  it.each([
    ['a request', {}],
    ['a stream', { connection: 'Upgrade', upgrade: 'tcp', 'content-length': '0' }],
  ])('that stops leading while its connection to the engine is made sends %s no more', async (_what, headers) => {
    const engine = await test.engine({ name: 'n1' })
    engine.add(fakeContainer({ Id: 'c1', Name: '/web' }))
    await test.cluster.start()
    await test.cluster.setDiscovered([engine.address])
    await test.cluster.settled(5_000)
    let asked = 0
    const leadership: Leadership = {
      role: () => ({ role: 'primary' }),
      primaryTls: null,
      requireLead() {
        asked += 1
        if (asked === lost) throw new AppError('host_unreachable', 'No elected primary cluster manager')
      },
    }
    let lost = 0
    const slept = await openTestEndpoint(test.cluster, { leadership })
    endpoints.push(slept)
    const path = '/containers/web/attach?stream=1'
    const sent = (port: number) =>
      new Promise<number>((resolve) => {
        const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false })
        request.once('response', (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
        request.once('upgrade', (_response, socket) => {
          socket.destroy()
          resolve(101)
        })
        request.end()
      })
    const attached = () => engine.requests.filter((line) => line.startsWith('POST /containers/c1/attach')).length
    await sent(slept.port)
    expect(attached()).toBe(1)
    // Before and after the connection is made; a plain request also as it comes in.
    expect(asked).toBe('upgrade' in headers ? 2 : 3)
    lost = asked
    asked = 0
    expect(await sent(slept.port)).toBe(503)
    expect([asked, attached()]).toEqual([lost, 1])
  })
})

describe('limits of a caller', () => {
  it('are not lost on the way through a replica, which would lend him its own certificate', async () => {
    const { primary } = await twoManagers()
    const caller: Caller = { role: 'reader', policy: defaultPolicies.reader, actor: 'certificate:ann', details: null }
    const access = { admit: () => caller, subscribe: () => () => undefined }
    const replica = await manager({ role: { role: 'replica', primary: primary.host } }, { access })
    expect(await status(`${replica.url}/containers/web/kill`, 'POST')).toEqual([
      403,
      expect.stringContaining(primary.host),
    ])
    const agent = { headers: { 'user-agent': 'Mozilla/5.0' } }
    expect((await fetch(`${replica.url}/containers/json`, agent)).status).toBe(403)
    expect(primary.recorded).toEqual([])
  })
})

describe('a manager whose lease is over', () => {
  it('changes nothing more, also of what it had begun to do', async () => {
    const { primary } = await twoManagers()
    const standing = primary.standing.role
    let asked = 0
    // Is the primary as the request comes in, and not any more when the engine is to hear of it.
    Object.defineProperty(primary.standing, 'role', {
      get: () => {
        asked += 1
        return asked <= 2 ? standing : { role: 'replica', primary: '' }
      },
    })
    const [code, text] = await status(`${primary.url}/containers/web/pause`, 'POST')
    expect([code, text]).toEqual([503, expect.stringContaining('No elected primary')])
    expect(primary.recorded).toMatchObject([{ action: 'container.pause', result: 'failed' }])
  })
})

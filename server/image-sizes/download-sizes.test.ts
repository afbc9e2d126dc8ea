// Made-up registries on loopback and engines that trust them: what is asked, at whose door, with whose login, and how often.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noRegistries, type RegistryAccess } from '@/server/registries/types'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { createDownloadSizes } from './download-sizes'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const manifest = (bytes: number) => ({ config: { size: 0 }, layers: [{ digest: digest('a'), size: bytes }] })
type Handle = (request: IncomingMessage, response: ServerResponse) => void
const send = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

let test: TestCluster
let ends: (() => unknown)[]
beforeEach(() => {
  test = openTestCluster()
  ends = []
})
afterEach(async () => {
  for (const end of ends) await end()
  await test.end()
})

const registry = async (handle: Handle) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`.trim())
    handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, address: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const open = async (options: { said?: object; architecture?: string; access?: Partial<RegistryAccess> } = {}) => {
  const engine = await test.engine({ name: 'n1' })
  Object.assign(engine.info, { RegistryConfig: options.said ?? {}, Architecture: options.architecture ?? 'x86_64' })
  await test.cluster.start()
  await test.cluster.setDiscovered([engine.address])
  await test.cluster.settled(5_000)
  const time = { nowMs: 0 }
  const sizes = createDownloadSizes({
    cluster: test.cluster,
    registries: { ...noRegistries, ...options.access },
    now: () => new Date(time.nowMs),
  })
  const sizeOf = async (reference: string, hostNames = ['n1']) =>
    (await sizes.of([{ reference, hostNames }]))[0] ?? { reference, bytes: null, error: 'nothing' }
  return { sizes, sizeOf, time }
}

describe('what a pull would load', () => {
  it('is told by the registry of the image, for the platform of the host', async () => {
    const { address, asked } = await registry((request, response) => {
      if (request.url?.endsWith('/1')) {
        const platforms = ['amd64', 'arm64'].map((architecture, index) => ({
          digest: digest(`${index}`),
          platform: { os: 'linux', architecture },
        }))
        return send(response, 200, { manifests: platforms })
      }
      return send(response, 200, manifest(request.url?.endsWith(digest('1')) ? 42 : 7))
    })
    const { sizeOf } = await open({ architecture: 'aarch64' })
    expect(await sizeOf(`${address}/shop/web:1`)).toEqual({
      reference: `${address}/shop/web:1`,
      bytes: 42,
      error: null,
    })
    expect(asked).toEqual(['/v2/shop/web/manifests/1', `/v2/shop/web/manifests/${digest('1')}`])
  })

  it('is asked once: a tag for an hour, a digest for ever, a failure for a minute', async () => {
    let status = 200
    const { address, asked } = await registry((_, response) => send(response, status, manifest(5)))
    const { sizes, sizeOf, time } = await open()
    const both = [`${address}/a:1`, `${address}/a@${digest('d')}`].map((reference) => ({
      reference,
      hostNames: ['n1'],
    }))
    await Promise.all([sizes.of(both), sizes.of(both)])
    expect(asked).toHaveLength(2)
    time.nowMs = 3_600_001
    await sizes.of(both)
    expect(asked.slice(2)).toEqual(['/v2/a/manifests/1'])
    status = 404
    expect((await sizeOf(`${address}/gone:1`)).error).toBe(`${address} answers 404`)
    await sizeOf(`${address}/gone:1`)
    expect(asked).toHaveLength(4)
    status = 200
    time.nowMs += 60_001
    expect((await sizeOf(`${address}/gone:1`)).bytes).toBe(5)
  })

  it('comes from a mirror where the engine has one, without the login of Docker Hub', async () => {
    const { address, asked } = await registry((_, response) => send(response, 200, manifest(9)))
    const access = { authFor: async () => ({ username: 'eva', password: 'secret-word', address: 'docker.io' }) }
    const said = { IndexConfigs: { 'docker.io': { Mirrors: [`http://${address}/`] } } }
    const { sizeOf } = await open({ said, access })
    expect((await sizeOf('redis:7')).bytes).toBe(9)
    expect((await sizeOf('grafana/loki')).bytes).toBe(9)
    expect(asked).toEqual(['/v2/library/redis/manifests/7', '/v2/grafana/loki/manifests/latest'])
  })

  it('is asked with a token that the login gets, and the next question with the same', async () => {
    const { address, asked } = await registry((request, response) => {
      const { url = '', headers } = request
      if (url.startsWith('/token')) return send(response, 200, { token: 'ticket' })
      if (headers.authorization === 'Bearer ticket') {
        if (!url.endsWith('/1')) return send(response, 200, manifest(3))
        const platform = { os: 'linux', architecture: 'amd64' }
        return send(response, 200, { manifests: [{ digest: digest('e'), platform }] })
      }
      const realm = `Bearer realm="http://${headers.host}/token",service="shop",scope="repository:web:pull"`
      return send(response, 401, {}, { 'www-authenticate': realm })
    })
    const access = { authFor: async () => ({ username: 'eva', password: 'secret-word', address }) }
    const { sizeOf } = await open({ access })
    expect((await sizeOf(`${address}/web:1`)).bytes).toBe(3)
    expect(asked).toEqual([
      '/v2/web/manifests/1',
      `/token?service=shop&scope=repository%3Aweb%3Apull Basic ${Buffer.from('eva:secret-word').toString('base64')}`,
      '/v2/web/manifests/1 Bearer ticket',
      `/v2/web/manifests/${digest('e')} Bearer ticket`,
    ])
  })

  it('is unknown where the registry refuses, and no word of the login is in the reason', async () => {
    const { address } = await registry((request, response) => {
      const echo = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString()
      const errors = [{ code: 'UNAUTHORIZED', message: `denied for ${echo}` }]
      return send(response, 401, { errors }, { 'www-authenticate': 'Basic realm="here"' })
    })
    const access = { authFor: async () => ({ username: 'eva', password: 'secret-word', address }) }
    const { bytes, error } = await (await open({ access })).sizeOf(`${address}/web:1`)
    expect(bytes).toBeNull()
    expect(error).toContain(`${address} refused the user eva`)
    expect(error).not.toContain('secret-word')
  })

  it('is unknown, with the reason, of what is no image and of what has no end', async () => {
    const { address, asked } = await registry((request, response) => {
      if (request.url?.includes('/endless/')) {
        response.writeHead(200)
        const more = () =>
          void (
            response.destroyed ||
            (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more))
          )
        return more()
      }
      return response.writeHead(200).end('<html>')
    })
    const { sizeOf } = await open()
    expect((await sizeOf(`${address}/page:1`)).error).toContain('is not JSON')
    expect((await sizeOf(`${address}/endless:1`)).error).toContain('no end')
    for (const odd of [
      `${address}/../up:1`,
      `${address}/a/../../b:1`,
      `${address}/a?x=:1`,
      `${address}/A b:1`,
      `${address}?cmd=1/a:1`,
    ])
      expect((await sizeOf(odd)).error, odd).toContain('no name of an image')
    expect(asked).toEqual(['/v2/page/manifests/1', '/v2/endless/manifests/1'])
    expect((await sizeOf(`${address}/page:1`, ['n9'])).error).toBe('No host answers that could ask the registry.')
  })

  it('comes from the next mirror where one is dead, or answers what is no image', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    // A fourth of eight seconds, for the first of three mirrors and Docker Hub, would be long here.
    const isFirst = (ms: number) => ms > 1_500 && ms <= 2_000
    const faster = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(isFirst(ms) ? 100 : ms))
    ends.push(() => faster.mockRestore())
    const dead = await registry(() => {})
    const page = await registry((_, response) => send(response, 200, { hello: 'you' }))
    const { address, asked } = await registry((_, response) => send(response, 200, manifest(9)))
    const Mirrors = [dead, page, { address }].map((one) => `http://${one.address}`)
    const { sizeOf } = await open({ said: { IndexConfigs: { 'docker.io': { Mirrors } } } })
    expect(await sizeOf('redis:7')).toEqual({ reference: 'redis:7', bytes: 9, error: null })
    expect([dead, page, { asked }].map((one) => one.asked.length)).toEqual([1, 1, 1])
  })

  it('is asked again after a minute of what was no image, or none for the platform, even by its digest', async () => {
    let said: unknown = { hello: 'you' }
    const { address, asked } = await registry((_, response) => send(response, 200, said))
    const { sizeOf, time } = await open()
    const pinned = `${address}/a@${digest('d')}`
    expect((await sizeOf(pinned)).error).toBe(`${address} answers something that is no manifest with sizes`)
    said = { manifests: [{ digest: digest('e'), platform: { os: 'linux', architecture: 's390x' } }] }
    time.nowMs += 60_001
    for (const _ of [1, 2])
      expect((await sizeOf(pinned)).error).toBe('There is no image for linux/amd64 under this name.')
    expect(asked).toHaveLength(2)
    said = manifest(5)
    time.nowMs += 60_001
    expect((await sizeOf(pinned)).bytes).toBe(5)
  })

  it('is told for a near engine by the registry on its machine, whatever was said for a far one', async () => {
    const { address, asked } = await registry((_, response) => send(response, 200, manifest(4)))
    const far = await test.engine({ name: 'n2' })
    const { sizeOf } = await open()
    // Reached like loopback, and not taken for it.
    const [near = ''] = test.cluster.hosts().map((host) => host.address)
    await test.cluster.setDiscovered([near, far.address.replace('127.0.0.1', '0.0.0.0')])
    await test.cluster.settled(5_000)
    const image = `${address}/web:1`
    expect((await sizeOf(image, ['n2'])).error).toBe(`${address} is on the machine of the engine`)
    expect(asked).toEqual([])
    expect((await sizeOf(image, ['n1'])).bytes).toBe(4)
    expect((await sizeOf(image, ['n1', 'n2'])).bytes).toBe(4)
    expect((await sizeOf(image, ['n2'])).error).toBe(`${address} is on the machine of the engine`)
  })
})

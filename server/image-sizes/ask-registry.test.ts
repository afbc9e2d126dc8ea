// Made-up registries on loopback, asked as for an engine that is far or near: where a question and a login may go on the way.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { testCertificates } from '@/server/testing/certificates'
import { manifestsAt } from './ask-registry'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

let ends: (() => unknown)[] = []
afterEach(() => {
  for (const end of ends) end()
  ends = []
})

const registry = async (handle: Handle, isTls = false) => {
  const asked: string[] = []
  const answer: Handle = (request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`.trim())
    handle(request, response)
  }
  const server = isTls ? createTlsServer(testCertificates.server, answer) : createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const scheme = isTls ? 'https' : 'http'
  return { asked, origin: `${scheme}://127.0.0.1:${port}`, named: `${scheme}://localhost:${port}` }
}

const ask = (origin: string, { isNear = true, isVerified = false } = {}) =>
  manifestsAt({
    door: { origin, isVerified, takesLogin: true, isNear },
    path: 'shop/web',
    auth: { username: 'eva', password: 'secret-word', address: 'kiel.example' },
    signal: AbortSignal.timeout(5_000),
  })('1')

const wantsTokenFrom =
  (realm: string): Handle =>
  (request, response) => {
    if (request.url?.startsWith('/token')) response.end('{"token":"ticket"}')
    else if (request.headers.authorization === 'Bearer ticket') response.end('{"fine":true}')
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end()
  }

it('a token comes from the machine of an engine only where that is this one', async () => {
  const tokens = await registry(wantsTokenFrom(''))
  const { origin, asked } = await registry(wantsTokenFrom(`${tokens.origin}/token`))
  await expect(ask(origin, { isNear: false })).rejects.toThrow('which is on the machine of the engine')
  expect([asked.length, tokens.asked]).toEqual([1, []])
  expect(await ask(origin)).toEqual({ fine: true })
  expect(tokens.asked).toEqual([expect.stringContaining('/token Basic ')])
})

it('a login goes without a checked certificate, or without TLS, to no other host than that of the door', async () => {
  const tokens = await registry(wantsTokenFrom(''), true)
  const same = await registry(wantsTokenFrom(`${tokens.origin}/token`), true)
  expect(await ask(same.origin)).toEqual({ fine: true })
  await expect(ask(same.origin, { isVerified: true })).rejects.toThrow('certificate')
  const other = await registry(wantsTokenFrom(`${tokens.named}/token`), true)
  await expect(ask(other.origin)).rejects.toThrow('certificate')
  const open = await registry(wantsTokenFrom(''))
  const plain = await registry(wantsTokenFrom(`${open.named}/token`))
  await expect(ask(plain.origin)).rejects.toThrow('which has no TLS')
  const downgraded = await registry(wantsTokenFrom(`${open.origin}/token`), true)
  await expect(ask(downgraded.origin)).rejects.toThrow('which has no TLS')
  expect([tokens.asked.length, open.asked.length]).toEqual([1, 0])
})

const leadsTo =
  (location: string, status = 307): Handle =>
  (_, response) =>
    response.writeHead(status, { location }).end()

it('a question follows up to three times, with the login only at the door', async () => {
  const target = await registry((_, response) => response.end('{"fine":true}'), true)
  const locked = await registry((request, response) => {
    const { url = '', headers } = request
    if (url.startsWith('/token')) return response.end('{"token":"ticket"}')
    const challenge = `Bearer realm="https://${headers.host}/token"`
    if (headers.authorization === undefined) return response.writeHead(401, { 'www-authenticate': challenge }).end()
    const step = Number(/step=(\d)/.exec(url)?.[1] ?? 0)
    return leadsTo(step < 2 ? `/v2/?step=${step + 1}` : `${target.origin}/there`)(request, response)
  }, true)
  expect(await ask(locked.origin)).toEqual({ fine: true })
  expect(locked.asked.slice(2)).toEqual([
    '/v2/shop/web/manifests/1 Bearer ticket',
    '/v2/?step=1 Bearer ticket',
    '/v2/?step=2 Bearer ticket',
  ])
  expect(target.asked).toEqual(['/there'])
  const endless = await registry(leadsTo('/again'))
  await expect(ask(endless.origin)).rejects.toThrow('leads on more than 3 times')
  expect(endless.asked).toHaveLength(4)
})

it('who a question was led to is not told the login, whatever it asks for', async () => {
  for (const challenge of ['Basic realm="x"', 'Bearer realm="HERE/token"']) {
    const target = await registry((request, response) => {
      const here = `https://${request.headers.host}`
      if (request.url === '/token') response.end('{"token":"for all"}')
      else response.writeHead(401, { 'www-authenticate': challenge.replace('HERE', here) }).end()
    }, true)
    const door = await registry(leadsTo(`${target.origin}/there`), true)
    await expect(ask(door.origin)).rejects.toThrow('answers 401')
    expect([...door.asked, ...target.asked].join(' ')).not.toContain('Basic')
  }
})

it('a question follows neither out of TLS, nor to another host without it, nor to the machine of a far engine', async () => {
  const target = await registry((_, response) => response.end('{}'))
  const secure = await registry((_, response) => response.end('{}'), true)
  const led = async (location: string, isTls: boolean, isNear = true) => {
    const { origin } = await registry(leadsTo(location), isTls)
    return ask(origin, { isNear })
  }
  expect(await led(target.origin, false)).toEqual({})
  const refused = 'where Lotse does not follow'
  await expect(led(target.origin, true)).rejects.toThrow(refused)
  await expect(led(target.named, false)).rejects.toThrow(refused)
  await expect(led(secure.origin, true, false)).rejects.toThrow(refused)
  await expect(led('ftp://127.0.0.1/', true)).rejects.toThrow(refused)
  await expect(led(secure.named, true)).rejects.toThrow('certificate')
  await expect(led('', true)).rejects.toThrow('answers 307')
  expect([target.asked.length, secure.asked.length]).toEqual([1, 0])
})

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

import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '@/server/testing/http'
import { startHttpServer } from './http-server'

let test: TestServer
beforeAll(async () => {
  test = await openTestServer()
})
afterAll(() => test.end())

/** Sends bytes as they are and returns everything that comes back. */
const raw = async (bytes: string | Buffer): Promise<string> => {
  const socket = connect(test.port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  socket.write(bytes)
  socket.end()
  await closed
  return text
}

describe('the listener', () => {
  it('answers the API itself and leaves the rest to the pages', async () => {
    const text = async (path: string) => (await fetch(`${test.url}${path}`)).text()
    expect(await text('/healthz')).toBe('{"status":"ok"}')
    expect(await text('/api/v1/none')).toContain('not_found')
    expect(await text('/api')).toContain('not_found')
    expect(await text('/hosts')).toBe('a page')
    expect(await text('/apiary')).toBe('a page')
    expect(await text('/healthz/x')).toBe('a page')
  })

  it.each([
    ['nothing that is HTTP', '\x16\x03\x01\x02\x00\x01\x00', /^HTTP\/1\.1 400/],
    ['no path', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400.*invalid_input/s],
    [
      'an address in absolute form',
      'GET http://evil/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 400.*invalid_input/s,
    ],
    [
      'a host that is none',
      'GET /api/v1/hosts HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 400.*invalid_input/s,
    ],
    ['no host at all', 'GET /healthz HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 400.*invalid_input/s],
    [
      'a page whose name is no text',
      'GET /_next/static/%ff%fe HTTP/1.1\r\nHost: [::1]:3000\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 404.*not_found/s,
    ],
    [
      'two slashes',
      'GET //evil.example/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 200.*a page/s,
    ],
    [
      'broken percent signs',
      'GET /api/v1/hosts/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 401/,
    ],
    [
      'a header that is too long',
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      /^HTTP\/1\.1 4\d\d/,
    ],
    [
      'an upgrade to HTTP/2',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
      /^HTTP\/1\.1 200 OK.*{"status":"ok"}/s,
    ],
    [
      'an upgrade with a body',
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n{}',
      /^HTTP\/1\.1 400/,
    ],
    [
      'a WebSocket without a key',
      'GET /api/ws/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      /^HTTP\/1\.1 40\d/,
    ],
  ])('outlives %s', async (_name, bytes, answer) => {
    expect(await raw(bytes)).toMatch(answer)
    expect((await fetch(`${test.url}/healthz`)).status).toBe(200)
  })

  it('outlives a body that never comes', async () => {
    const { cookie, session } = await test.login()
    const socket = connect(test.port, '127.0.0.1')
    socket.write(
      `POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nX-CSRF-Token: ${session.csrfToken}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await fetch(`${test.url}/healthz`)).status).toBe(200)
  })

  it('says what is wrong with a body that is too large before it has read it', async () => {
    const { cookie, session } = await test.login()
    const head = `POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nX-CSRF-Token: ${session.csrfToken}\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n`
    const socket = connect(test.port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => {})
    socket.write(`${head}{"name":"${'x'.repeat(1000)}`)
    await expect.poll(() => text).toMatch(/^HTTP\/1\.1 413.*payload_too_large/s)
    socket.destroy()
  })

  it('names a page that fails, in JSON', async () => {
    const other = await openTestServer({}, { page: () => Promise.reject(new Error('boom')) })
    const answer = await fetch(`${other.url}/hosts`)
    expect([answer.status, await answer.json()]).toMatchObject([500, { error: { code: 'internal' } }])
    await other.end()
  })

  it('says which address it cannot have', async () => {
    const parts = {
      tls: null,
      api: () => {},
      page: async () => {},
      sockets: () => {},
      nextSockets: null,
      log: test.parts.log,
    }
    await expect(startHttpServer(parts, { host: '127.0.0.1', port: test.port })).rejects.toMatchObject({
      message: expect.stringContaining(`127.0.0.1:${test.port} (EADDRINUSE)`),
      details: { fix: expect.stringContaining('--listen') },
    })
  })
})

// Clients and engines that mean harm or are broken: nothing that was not looked at reaches an engine, nothing of theirs stays
// behind, and one of them ends nobody else.
import http from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
beforeAll(async () => {
  two = await openTwoHosts()
})
afterAll(() => two.end())
const uncaught: unknown[] = []
const note = (error: unknown) => void uncaught.push(error)
beforeAll(() => void process.on('uncaughtException', note))
afterAll(() => void process.off('uncaughtException', note))

const soon = { timeout: 20_000 }
const engine = (at: number) => two.engines[at] as FakeEngine
afterEach(() => {
  for (const each of two.engines) each.routes.clear()
  expect(uncaught).toEqual([])
})

const answered = /\r\n\r\n/
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
const logsOf = (name: string, more = '') =>
  `GET /v1.45/containers/${name}/logs?follow=1 HTTP/1.1\r\nHost: x\r\n${more}\r\n`

/** An answer without end; how many are open. */
const endlessLogs = (): (() => number) => {
  let open = 0
  engine(0).routes.set(`/containers/${two.ids[0]}/logs`, (_request, response) => {
    open += 1
    response.once('close', () => {
      open -= 1
    })
    response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' })
    response.write('hello')
  })
  return () => open
}

describe('a client', () => {
  const second = 'POST /v1.45/containers/smuggled/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'

  it.each([
    ['GET', '/top'],
    ['HEAD', '/archive?path=x'],
    ['DELETE', ''],
    ['POST', '/start'],
    ['PUT', '/archive'],
  ])('hides no second request in the body of a %s', async (method, rest) => {
    const head = `${method} /v1.45/containers/web1${rest} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`
    const upgrading = head.replace(': close', ': Upgrade\r\nUpgrade: h2c')
    for (const bytes of [
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunked(second)}`,
      `${head}Content-Length: ${second.length}\r\n\r\n${second}`,
      `${upgrading}Transfer-Encoding: chunked\r\n\r\n${chunked(second)}`,
      `${upgrading}Content-Length: ${second.length}\r\n\r\n${second}`,
    ]) {
      expect(await two.exchange(bytes, 10_000, answered)).toMatch(/^HTTP\/1.1 40[04]/)
    }
    expect(engine(0).requests.filter((line) => line.includes('smuggled'))).toEqual([])
  })

  it('may announce trailers that it has no place for', async () => {
    const head = 'PUT /v1.45/containers/web1/archive HTTP/1.1\r\nHost: x\r\nTrailer: x\r\n'
    expect(await two.exchange(`${head}Content-Length: 2\r\n\r\nhi`, 10_000, answered)).toContain('HTTP/1.1 404')
    const coded = `${head}Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nx: y\r\n\r\n`
    expect(await two.exchange(coded, 10_000, answered)).toContain('HTTP/1.1 404')
  })

  it('leaves nothing behind, whether it asked twice at once or for another protocol', async () => {
    const open = endlessLogs()
    for (const bytes of [
      `GET /v1.45/events HTTP/1.1\r\nHost: x\r\n\r\n${logsOf('web1')}${logsOf('web1')}`,
      logsOf('web1', 'Connection: Upgrade\r\nUpgrade: h2c\r\n'),
    ]) {
      const socket = connect(two.endpoint.port, '127.0.0.1', () => socket.write(bytes))
      await expect.poll(open, soon).toBeGreaterThan(0)
      socket.destroy()
      await expect.poll(open, soon).toBe(0)
    }
  })

  it('is told in no stream that it does not speak HTTP', async () => {
    endlessLogs()
    const socket = connect(two.endpoint.port, '127.0.0.1', () => socket.write(logsOf('web1')))
    let said = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1')
      if (said.includes('hello')) socket.write('what somebody types\r\n\r\n')
    })
    await new Promise((resolve) => socket.once('close', resolve))
    expect(said).toContain('hello')
    expect(said).not.toContain('400')
  })

  it.each([
    ['an engine', 'PUT', '/v1.45/containers/web1/archive?path=/', 500],
    ['the endpoint', 'POST', '/v1.45/containers/create', 413],
    ['the table of routes', 'POST', '/v1.45/nothing', 404],
  ])('hears what %s says although it is still sending', async (_who, method, path, status) => {
    engine(0).pathFaults.set(`/containers/${two.ids[0]}/archive`, 'error')
    for (let round = 0; round < 5; round += 1) {
      const headers = { 'content-length': 2 ** 30 }
      const request = http.request({ host: '127.0.0.1', port: two.endpoint.port, method, path, headers })
      const errors: Error[] = []
      request.on('error', (error) => errors.push(error))
      const send = () => {
        while (!request.destroyed && request.write(Buffer.alloc(2 ** 16)));
      }
      request.on('drain', send)
      send()
      const response = await new Promise<http.IncomingMessage | null>((resolve) => {
        request.once('response', resolve)
        request.once('close', () => resolve(null))
      })
      expect(errors).toEqual([])
      expect(response?.statusCode).toBe(status)
      expect(await text(response ?? Readable.from([]))).toContain('"message"')
      request.destroy()
    }
    engine(0).pathFaults.clear()
    await expect.poll(() => engine(0).connections(), soon).toBeLessThanOrEqual(11)
  })

  it.each([
    ['quotes that never end', `"${'\\"'.repeat(1_000_000)}`, 400],
    ['a long text beside a long number', `{"Image":"${'x'.repeat(4_000_000)}","Odd":12345678901234567}`, 404],
    ['a deep value', `{"Image":"x","Odd":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`, 400],
  ])('holds nobody up with %s', async (_what, body, status) => {
    const began = performance.now()
    expect((await two.askJson('/v1.45/containers/create', { method: 'POST' }, body)).status).toBe(status)
    // A search that begins anew at each quote takes a quarter of an hour.
    expect(performance.now() - began).toBeLessThan(10_000)
    expect((await two.ask('/_ping')).statusCode).toBe(200)
  })
})

describe('an engine', () => {
  const ping = 'GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  const ok = /^HTTP\/1.1 200.*HTTP\/1.1 200.*OK$/s

  it.each([
    ['a status that there is not', 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n', /^HTTP\/1.1 999/],
    ['a status beyond HTTP', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n', /^HTTP\/1.1 502/],
    ['a trailer for a measured body', 'HTTP/1.1 200 OK\r\nTrailer: x\r\nContent-Length: 2\r\n\r\nok', ok],
    [
      'a takeover that nobody asked for',
      'HTTP/1.1 101 Odd\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nabc',
      /^HTTP\/1.1 502/,
    ],
    ['a word in advance', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ok],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      /^HTTP\/1.1 502/,
    ],
    [
      'a chunk that is none',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n',
      /^HTTP\/1.1 200.*chunked\r\n\r\n$/s,
    ],
    [
      'two answers',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npoisoned!',
      ok,
    ],
    ['a body where there is none', 'HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello', /^HTTP\/1.1 204/],
    ['no HTTP', 'garbage\r\n\r\n', /^HTTP\/1.1 502/],
    ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`, /^HTTP\/1.1 502/],
  ])('that answers with %s harms nobody', async (_what, bytes, expected) => {
    engine(0).routes.set(`/containers/${two.ids[0]}/top`, (request) => void request.socket.end(bytes))
    const said = await two.exchange(`GET /v1.45/containers/web1/top HTTP/1.1\r\nHost: x\r\n\r\n${ping}`)
    engine(0).routes.clear()
    expect(said).toMatch(expected)
    expect(said).not.toContain('poisoned')
    for (let at = 0; at < 3; at += 1) {
      expect((await two.askJson('/v1.45/containers/web1/json')).body).toMatchObject({ Id: two.ids[0] })
    }
  })
})

describe('a load', () => {
  it('comes to its end when engines turn the connection over instead of answering', async () => {
    for (const { routes } of two.engines) {
      routes.set('/images/load', ({ socket }) => {
        socket.write('HTTP/1.1 101 Odd\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
      })
    }
    const said = await two.askJson('/v1.45/images/load', { method: 'POST' }, 'archive')
    expect(said).toMatchObject({ status: 502, body: { message: expect.stringContaining('turns over') } })
  })
})

describe('what a client says twice', () => {
  it('counts as it was looked at: a form gives no other name than the path', async () => {
    let sent = 'nothing'
    engine(0).routes.set(`/containers/${two.ids[0]}/rename`, (_request, response, body) => {
      sent = body.toString()
      response.writeHead(204).end()
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const said = await two.askJson('/v1.45/containers/web1/rename?name=a', { method: 'POST', headers }, 'name=web2')
    expect([said.status, sent]).toEqual([204, ''])
  })

  it('ends a stream of events at its time, however far that is', async () => {
    const far = Math.floor(Date.now() / 1000) + 90 * 86_400
    const listening = two.exchange(`GET /v1.45/events?until=${far} HTTP/1.1\r\nHost: x\r\n\r\n`, 10_000, /"late"/)
    const late = setInterval(() => engine(0).emit({ Type: 'network', Action: 'late', Actor: { ID: 'n' } }), 50)
    expect(await listening).toContain('"late"')
    clearInterval(late)
  })
})

// The endpoint over fake engines on real sockets: its own answers, and what it says to input that makes no sense.
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
beforeAll(async () => {
  two = await openTwoHosts()
})
afterAll(() => two.end())

const soon = { timeout: 20_000 }
const engine = (at: number) => two.engines[at] as FakeEngine
const head = /^HTTP\/1\.1 \d{3}[\s\S]*?\r\n\r\n/

describe('answers of its own', () => {
  it('offer the versions of the engines, with the headers that clients look for', async () => {
    const response = await two.ask('/_ping')
    expect(await text(response)).toBe('OK')
    expect(response.headers).toMatchObject({ 'api-version': '1.45', ostype: 'linux', 'docker-experimental': 'false' })
    expect((await two.askJson('/version')).body).toMatchObject({ ApiVersion: '1.45', MinAPIVersion: '1.24' })
    expect((await two.askJson('/v1.46/info')).body.message).toContain('client version 1.46 is too new')
    expect((await two.askJson('/v1.20/info')).body.message).toContain('client version 1.20 is too old')
    expect((await two.askJson('/v1.45/info')).body).toMatchObject({ Containers: 2, ContainersRunning: 2, NCPU: 8 })
  })

  it('list containers under the names of their hosts', async () => {
    const { body } = await two.askJson('/v1.45/containers/json')
    expect(body.map(({ Names }: { Names: string[] }) => Names[0]).sort()).toEqual(['/n1/web1', '/n2/web2'])
    const filters = encodeURIComponent(JSON.stringify({ node: ['n2'] }))
    expect((await two.askJson(`/v1.45/containers/json?filters=${filters}`)).body).toHaveLength(1)
    expect((await two.askJson('/v1.45/containers/json?filters=%7B%22x%22%3A%5B%5D%7D')).body.message).toBe(
      "invalid filter 'x'",
    )
  })

  it('refuse in Docker’s form', async () => {
    expect(await two.askJson('/v1.45/containers/none/json')).toMatchObject({
      status: 404,
      body: { message: 'No such container: none' },
    })
    const { headers } = await two.askJson('/v1.45/nothing')
    expect(headers).toMatchObject({ 'api-version': '1.45', ostype: 'linux', 'docker-experimental': 'false' })
    expect((await two.askJson('/v1.45/containers/json?limit=x')).status).toBe(400)
    expect(await two.askJson('/v1.45/nothing')).toMatchObject({ status: 404, body: { message: 'page not found' } })
    expect(await two.askJson('/v1.45/services')).toMatchObject({ status: 503 })
    expect(await two.askJson('/v1.45/plugins/privileges')).toMatchObject({ status: 501 })
    // Or `docker inspect` of a name that is nowhere would say this instead of "No such object".
    expect(await two.askJson('/v1.45/plugins/none/json')).toMatchObject({ status: 404 })
    expect(await two.askJson('/v1.45/info', { headers: { origin: 'http://evil.example' } })).toMatchObject({
      status: 403,
    })
    expect(await two.askJson('/v1.45/info', { headers: { host: 'evil.example' } })).toMatchObject({ status: 403 })
    expect(await two.askJson('/v1.45/containers/%2e%2e/json')).toMatchObject({ status: 400 })
  })
})

it('a manager beyond this machine without TLS answers clients under any name, and no page that was led to it by one', async () => {
  const open = await openTwoHosts({ answersToAnyName: true })
  const status = async (more: object, headers: object = {}) =>
    (await open.askJson('/v1.45/info', { ...more, headers: { host: 'led.example:4000', ...headers } })).status
  try {
    expect(await status({}, { 'user-agent': 'Docker-Client/28.2 (linux)' })).toBe(200)
    expect(await status({}, { 'user-agent': 'Docker-Client/28.2 (linux)', 'accept-language': 'en' })).toBe(403)
    expect(await status({}, { origin: 'http://led.example:4000' })).toBe(403)
    expect(await status({}, { 'sec-fetch-site': 'same-origin' })).toBe(403)
  } finally {
    await open.end()
  }
})

describe('bad input', () => {
  it.each([
    ['GET /info HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', /^HTTP\/1\.1 400/],
    [
      'POST /containers/prune HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    [
      'POST /containers/prune HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      /^HTTP\/1\.1 400/,
    ],
    ['POST /containers/prune HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n', /^HTTP\/1\.1 400/],
    ['POST /containers/create HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', /^HTTP\/1\.1 400/],
    ['OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
    ['BREW / HTTP/1.1\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 400/],
    [`GET /info HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1\.1 400/],
  ])('%# gets a plain refusal', async (bytes, expected) => {
    expect(await two.exchange(bytes, 10_000, head)).toMatch(expected)
  })

  it('refuses a giant body before it is in memory', async () => {
    const start = `POST /v1.45/containers/create HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${2 ** 40}\r\n\r\n{`
    expect(await two.exchange(start, 10_000, head)).toMatch(/^HTTP\/1\.1 413/)
  })

  it.each(['{', '[]', '"x"', 'null', '{"Image":', '\u0000'])('refuses the body %j', async (body) => {
    expect(await two.askJson('/v1.45/containers/create', { method: 'POST' }, body)).toMatchObject({ status: 400 })
  })

  it('survives a thousand requests at random, and answers each or closes', async () => {
    const before = engine(0).connections() + engine(1).connections()
    const pieces = [
      ...[
        'GET ',
        'POST ',
        'DELETE ',
        'PUT ',
        'HEAD ',
        '/v1.45',
        '/containers/',
        'web1',
        '/json',
        '/logs',
        '/attach',
        '/exec',
      ],
      ...['/images/', '/networks/', '/volumes/', '/events', '..', '%2f', '//', '?filters={', '&all=1', ' HTTP/1.1\r\n'],
      ...[
        'Host: a\r\n',
        'Content-Length: 5\r\n',
        'Transfer-Encoding: chunked\r\n',
        'Connection: Upgrade\r\n',
        'Upgrade: tcp\r\n',
      ],
      ...[
        'Upgrade: h2c\r\n',
        'Expect: 100-continue\r\n',
        '\r\n',
        '{"a":1}',
        '5\r\nhello\r\n',
        '0\r\n\r\n',
        '\x00',
        'ü',
        '\n',
      ],
    ]
    let seed = 20_261_128
    const next = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
      return seed % below
    }
    const one = () => {
      const start = next(3) === 0 ? '' : `${pieces[next(5)]}/v1.45/containers/${next(2) === 0 ? 'web1' : 'json'}`
      return start + Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join('')
    }
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 50 }, () => two.exchange(`${one()}\r\n\r\n`, 60)))
    }
    expect((await two.ask('/_ping')).statusCode).toBe(200)
    expect((await two.askJson('/v1.45/containers/json?all=1')).body).toHaveLength(2)
    await expect.poll(() => engine(0).connections() + engine(1).connections(), soon).toBeLessThanOrEqual(before + 20)
  })
})

import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, isAppError } from '@/server/errors'
import { type FakeEngine, fakeContainer, startFakeEngine } from '@/server/testing/fake-engine'
import { type EngineOptions, type OwnedEngine, openEngine } from './engine'

const quick: EngineOptions = { connectTimeoutMs: 300, timeoutMs: 300 }

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe.each([{ unix: false }, { unix: true }])('an engine (unix: $unix)', ({ unix }) => {
  let fake: FakeEngine
  let engine: OwnedEngine
  beforeEach(async () => {
    fake = await startFakeEngine({ unix, containers: [fakeContainer({ Id: 'abc' })] })
    engine = openEngine(fake.address, quick)
  })
  afterEach(async () => {
    engine.close()
    await fake.stop()
  })

  it('speaks the newest version that both know', async () => {
    const urls: string[] = []
    fake.routes.set('/echo', (request, response) => {
      urls.push(request.url ?? '')
      response.end()
    })
    expect(await engine.json('GET', '/echo', { query: { a: 'b c', all: true, none: undefined } })).toBeUndefined()
    fake.version.ApiVersion = '1.99'
    await engine.version(true)
    await engine.json('GET', '/echo')
    expect(urls).toEqual(['/v1.45/echo?a=b+c&all=true', '/v1.51/echo'])
  })

  it.each([
    ['1.23', '1.12', /API 1\.23; Lotse needs 1\.24/],
    ['1.60', '1.55', /no API older than 1\.55/],
    ['', '', /not a Docker engine/],
  ])('refuses API %s (min %s) in a sentence, and asks again later', async (ApiVersion, MinAPIVersion, words) => {
    Object.assign(fake.version, { ApiVersion, MinAPIVersion })
    const failure = await failureOf(engine.json('GET', '/info'))
    expect(failure).toMatchObject({
      code: 'not_supported',
      message: expect.stringMatching(words),
      details: { fix: expect.any(String) },
    })
    Object.assign(fake.version, { ApiVersion: '1.24', MinAPIVersion: '1.12' })
    await expect(engine.json('GET', '/info')).resolves.toMatchObject({ ID: fake.info.ID })
  })

  it('asks whether it may still send when nothing but the sending is left, on kept connections and new ones', async () => {
    await engine.json('GET', '/info')
    const late = new AppError('host_unreachable', 'too late')
    let asked = 0
    const beforeSent = () => {
      asked += 1
      throw late
    }
    const send = () => failureOf(engine.json('POST', '/late', { body: {}, beforeSent }))
    expect(await Promise.all([send(), send(), send()])).toEqual([late, late, late])
    expect(asked).toBe(3)
    expect(fake.requests).not.toContain('POST /late')
    await expect(engine.json('GET', '/info')).resolves.toBeDefined()
  })

  it('gives the engine’s own words and status', async () => {
    expect(await failureOf(engine.json('GET', '/containers/none/json'))).toMatchObject({
      code: 'engine_error',
      message: 'No such thing: /containers/none/json',
      details: { statusCode: 404 },
    })
    expect(await failureOf(engine.stream('GET', '/containers/none/logs'))).toMatchObject({
      details: { statusCode: 404 },
    })
  })

  it.each([
    ['hang', 'engine_timeout', /gives no answer to GET \/info within 0.3 s/],
    ['html', 'engine_error', /something that is not JSON: <html>/],
    ['truncate', 'host_unreachable', /closed the connection before its answer was complete/],
    ['reset', 'host_unreachable', /closed the connection before/],
    ['error', 'engine_error', /on fire/],
  ] as const)('tells a fault: %s', async (fault, code, words) => {
    await engine.version()
    fake.fault = fault
    expect(await failureOf(engine.json('GET', '/info'))).toMatchObject({ code, message: expect.stringMatching(words) })
    fake.fault = 'none'
    await expect(engine.json('GET', '/info')).resolves.toMatchObject({ ID: fake.info.ID })
  })

  it('tells JSON that breaks off although the answer is complete', async () => {
    fake.routes.set('/half', (_request, response) => response.end('{"a": [1, 2'))
    expect(await failureOf(engine.json('GET', '/half'))).toMatchObject({
      message: expect.stringContaining('JSON that breaks off'),
    })
  })

  it('hears that an engine has turned over the connection instead of answering', async () => {
    fake.routes.set('/taken', ({ socket }) => {
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    })
    for (const call of [
      engine.json('GET', '/taken'),
      engine.stream('POST', '/taken', { body: Readable.from(['x']) }),
    ]) {
      expect(await failureOf(call)).toMatchObject({
        code: 'engine_error',
        message: expect.stringContaining('turns over'),
      })
    }
    await expect.poll(() => fake.connections()).toBeLessThanOrEqual(1)
  })

  it('ends an answer that trickles for ever', async () => {
    fake.routes.set('/slow', (_request, response) => {
      const timer = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(timer))
    })
    expect(await failureOf(engine.json('GET', '/slow'))).toMatchObject({ code: 'engine_timeout' })
  })

  it('stops when its caller gives up, before and after the head', async () => {
    await engine.version()
    fake.fault = 'hang'
    const before = new AbortController()
    const waiting = failureOf(engine.json('GET', '/info', { signal: before.signal, timeoutMs: 60_000 }))
    before.abort()
    expect(await waiting).toMatchObject({ code: 'cancelled' })
    fake.fault = 'none'
    const after = new AbortController()
    const stream = await engine.stream('GET', '/events', { signal: after.signal })
    const ended = new Promise((resolve) => stream.once('close', resolve))
    after.abort()
    await ended
    expect(stream.destroyed).toBe(true)
  })

  it('ends everything under way when dropped, and works again afterwards', async () => {
    await engine.version()
    fake.fault = 'hang'
    const waiting = failureOf(engine.json('GET', '/info', { timeoutMs: 60_000 }))
    const viaDockerode = engine.docker.info().then(
      () => 'answered',
      () => 'failed',
    )
    await expect.poll(() => fake.requests.filter((line) => line === 'GET /info').length).toBe(2)
    const reason = new AppError('host_unreachable', 'the host is gone')
    engine.drop(reason)
    expect(await waiting).toBe(reason)
    expect(await viaDockerode).toBe('failed')
    fake.fault = 'none'
    await expect(engine.json('GET', '/info')).resolves.toMatchObject({ ID: fake.info.ID })
    engine.close()
    expect(await failureOf(engine.json('GET', '/info'))).toMatchObject({ code: 'host_unreachable' })
  })

  it('reads once more when a kept connection has died, but writes only once', async () => {
    const kill = async () => {
      await engine.json('GET', '/info')
      fake.fault = 'reset'
    }
    await kill()
    const before = fake.requests.length
    await failureOf(engine.json('POST', '/containers/abc/start'))
    expect(fake.requests.length - before).toBe(1)
    fake.fault = 'none'
    await kill()
    const count = fake.requests.length
    await failureOf(engine.json('GET', '/info'))
    expect(fake.requests.length - count).toBe(2)
  })

  it('says how the engine is when all kept connections have died together', async () => {
    fake.delayMs = 30
    await Promise.all(Array.from({ length: 4 }, () => engine.json('GET', '/info')))
    fake.delayMs = 0
    fake.fault = 'reset'
    const failure = await failureOf(engine.json('GET', '/info'))
    expect(failure.message).toMatch(/closed the connection/)
  })

  it('keeps at most eight idle connections', async () => {
    fake.delayMs = 30
    await Promise.all(Array.from({ length: 25 }, () => engine.json('GET', '/info')))
    await expect.poll(() => fake.connections()).toBeLessThanOrEqual(8)
  })

  it('sends bodies: JSON, buffers and streams', async () => {
    const seen: [string, string][] = []
    fake.routes.set('/build', (request, response, body) => {
      seen.push([request.headers['content-type'] ?? '', body.toString()])
      response.end('{"ok":true}')
    })
    expect(await engine.json('POST', '/build', { body: { A: 1 } })).toEqual({ ok: true })
    for (const body of [Buffer.from('tar'), Readable.from(['ta', 'r'])]) {
      const answer = await engine.stream('POST', '/build', { body })
      answer.resume()
    }
    expect(seen).toEqual([
      ['application/json', '{"A":1}'],
      ['application/x-tar', 'tar'],
      ['application/x-tar', 'tar'],
    ])
  })

  it('is sent nothing by who thinks better of it when the connection stands, kept or new', async () => {
    await engine.version()
    const sent = (ownConnection: boolean, beforeSent: () => void) =>
      new Promise<unknown>((resolve) => {
        const request = engine.open({ method: 'POST', path: '/late', headers: {}, ownConnection, beforeSent })
        request.once('response', (response) => resolve(response.resume().statusCode))
        request.once('error', resolve)
        request.end('all of it')
      })
    const tooLate = new AppError('host_unreachable', 'too late')
    const refuse = () => {
      throw tooLate
    }
    for (const ownConnection of [false, true]) {
      expect(await sent(ownConnection, refuse)).toBe(tooLate)
      expect(await sent(ownConnection, refuse)).toBe(tooLate)
      expect(fake.requests).not.toContain('POST /late')
    }
    expect(await sent(false, () => undefined)).toBe(404)
    expect(fake.requests).toContain('POST /late')
  })

  it('lends dockerode the same connections and version', async () => {
    await engine.version()
    expect(await engine.docker.info()).toMatchObject({ ID: fake.info.ID })
    expect(await engine.docker.getContainer('abc').inspect()).toMatchObject({ Id: 'abc' })
  })
})

describe('an engine that is not there', () => {
  it.each([
    ['tcp://127.0.0.1:1', /127\.0\.0\.1:1 refuses the connection/, /dockerd started with -H tcp:\/\/0\.0\.0\.0:1/],
    ['tls://127.0.0.1:1', /refuses/, /--tlsverify/],
    ['ssh://127.0.0.1:1', /refuses|no SSH key/i, /SSH|key/],
    ['unix:///nowhere/docker.sock', /no socket at \/nowhere\/docker\.sock/, /dockerd running/],
    ['tcp://name.invalid:2375', /name\.invalid: no such name/, /spelling/],
  ])('%s', async (address, words, fix) => {
    const engine = openEngine(address, quick)
    const failure = await failureOf(engine.json('GET', '/info'))
    expect(failure.code).toBe('host_unreachable')
    expect(failure.message).toMatch(words)
    expect(failure.details?.fix).toMatch(fix)
    engine.close()
  })
})

// The endpoint over fake engines on real sockets: what is relayed arrives as it was sent, and what goes wrong on one side ends
// in good order on the other.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCluster } from '@/server/testing/cluster'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

const test = openTestCluster()
let endpoint: TestEndpoint
let engines: FakeEngine[]
const ids = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string]

beforeAll(async () => {
  engines = await Promise.all(
    ids.map((id, at) =>
      test.engine({ name: `n${at + 1}`, containers: [fakeContainer({ Id: id, Name: `/web${at + 1}` })] }),
    ),
  )
  await test.cluster.start()
  await test.cluster.setDiscovered(engines.map(({ address }) => address))
  await test.cluster.settled(5_000)
  endpoint = await openTestEndpoint(test.cluster)
})
afterAll(async () => {
  await endpoint.close()
  await test.end()
})

const engine = (at: number) => engines[at] as FakeEngine
const ask = async (path: string, options: http.RequestOptions = {}, body?: string | Buffer) => {
  const request = http.request({ host: '127.0.0.1', port: endpoint.port, path, ...options })
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  return response
}
const askJson = async (path: string, options: http.RequestOptions = {}, body?: string) => {
  const response = await ask(path, options, body)
  const said = await text(response)
  return { status: response.statusCode, headers: response.headers, body: said === '' ? null : JSON.parse(said) }
}
const soon = { timeout: 10_000 }
const head = /^HTTP\/1\.1 \d{3}[\s\S]*?\r\n\r\n/
/** What comes back for these bytes, until the connection is closed, or as much as is asked for. */
const exchange = (bytes: string | Buffer, timeoutMs = 10_000, enough?: RegExp): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(endpoint.port, '127.0.0.1', () => socket.write(bytes))
    let said = ''
    const timer = setTimeout(() => socket.destroy(), timeoutMs)
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
      if (enough?.test(said)) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(said)
    })
  })

describe('answers of its own', () => {
  it('offer the versions of the engines, with the headers that clients look for', async () => {
    const response = await ask('/_ping')
    expect(await text(response)).toBe('OK')
    expect(response.headers).toMatchObject({ 'api-version': '1.45', ostype: 'linux', 'docker-experimental': 'false' })
    expect((await askJson('/version')).body).toMatchObject({ ApiVersion: '1.45', MinAPIVersion: '1.24' })
    expect((await askJson('/v1.46/info')).body.message).toContain('client version 1.46 is too new')
    expect((await askJson('/v1.20/info')).body.message).toContain('client version 1.20 is too old')
    expect((await askJson('/v1.45/info')).body).toMatchObject({ Containers: 2, ContainersRunning: 2, NCPU: 8 })
  })

  it('list containers under the names of their hosts', async () => {
    const { body } = await askJson('/v1.45/containers/json')
    expect(body.map(({ Names }: { Names: string[] }) => Names[0]).sort()).toEqual(['/n1/web1', '/n2/web2'])
    const filters = encodeURIComponent(JSON.stringify({ node: ['n2'] }))
    expect((await askJson(`/v1.45/containers/json?filters=${filters}`)).body).toHaveLength(1)
    expect((await askJson('/v1.45/containers/json?filters=%7B%22x%22%3A%5B%5D%7D')).body.message).toBe(
      "invalid filter 'x'",
    )
  })

  it('refuse in Docker’s form', async () => {
    expect(await askJson('/v1.45/containers/none/json')).toMatchObject({
      status: 404,
      body: { message: 'No such container: none' },
    })
    expect(await askJson('/v1.45/nothing')).toMatchObject({ status: 404, body: { message: 'page not found' } })
    expect(await askJson('/v1.45/services')).toMatchObject({ status: 503 })
    expect(await askJson('/v1.45/plugins')).toMatchObject({ status: 501 })
    expect(await askJson('/v1.45/info', { headers: { origin: 'http://evil.example' } })).toMatchObject({ status: 403 })
    expect(await askJson('/v1.45/info', { headers: { host: 'evil.example' } })).toMatchObject({ status: 403 })
    expect(await askJson('/v1.45/containers/%2e%2e/json')).toMatchObject({ status: 400 })
  })
})

describe('a relayed exchange', () => {
  it('keeps the bytes of an inspect and adds the host', async () => {
    const own =
      '{ "Id":"x","NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"1"}]}}, "A" : [1,2]}\n'
    engine(0).routes.set(`/containers/${ids[0]}/json`, (_request, response) => response.end(own))
    const said = await text(await ask('/v1.45/containers/web1/json'))
    engine(0).routes.delete(`/containers/${ids[0]}/json`)
    const { Node, ...rest } = JSON.parse(said)
    expect(Node).toMatchObject({ Name: 'n1', IP: '127.0.0.1', Addr: engine(0).address.replace('tcp://', '') })
    expect(rest.NetworkSettings.Ports['80/tcp'][0].HostIp).toBe('127.0.0.1')
    expect(said.startsWith(own.slice(0, -2).replace('0.0.0.0', '127.0.0.1'))).toBe(true)
  })

  it('carries big bodies both ways, chunked or measured, at the reader’s pace', async () => {
    const big = randomBytes(6 * 2 ** 20)
    engine(1).routes.set(`/containers/${ids[1]}/archive`, (_request, response, body) => {
      response.writeHead(200, { 'content-type': 'application/x-tar', 'x-docker-container-path-stat': 'e30=' })
      response.end(body)
    })
    for (const headers of [{ 'transfer-encoding': 'chunked' }, { 'content-length': String(big.length) }]) {
      const response = await ask('/v1.45/containers/n2/web2/archive?path=%2Ftmp', { method: 'PUT', headers }, big)
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      expect(Buffer.concat(chunks).equals(big)).toBe(true)
      expect(response.headers['x-docker-container-path-stat']).toBe('e30=')
    }
    expect(engine(1).requests).toContain(`PUT /containers/${ids[1]}/archive`)
  })

  it('sends the head of a stream at once, and leaves when the client does', async () => {
    let isClosed = false
    engine(0).routes.set(`/containers/${ids[0]}/logs`, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' })
      response.flushHeaders()
      response.once('close', () => {
        isClosed = true
      })
    })
    const response = await ask('/v1.45/containers/web1/logs?follow=1')
    expect(response.headers['content-type']).toBe('application/vnd.docker.raw-stream')
    response.destroy()
    await expect.poll(() => isClosed, soon).toBe(true)
  })

  it('tells of a host that dies in the middle, and cuts only that stream', async () => {
    const cuts = new Map<number, () => void>()
    for (const at of [0, 1]) {
      engine(at).routes.set(`/containers/${ids[at]}/logs`, (request, response) => {
        response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' })
        response.write('\x01\x00\x00\x00\x00\x00\x00\x02hi')
        cuts.set(at, () => (at === 0 ? request.socket.destroy() : response.end()))
      })
    }
    const [dying, living] = await Promise.all([ask('/v1.45/containers/web1/logs'), ask('/v1.45/containers/web2/logs')])
    await expect.poll(() => cuts.size, soon).toBe(2)
    let said = ''
    dying.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    const ended = once(dying, 'error')
    cuts.get(0)?.()
    await ended
    expect(said).toContain('hi\x02\x00\x00\x00')
    expect(said).toContain('The connection to n1 broke off')
    cuts.get(1)?.()
    expect(await text(living)).toContain('hi')
  })

  it('keeps at most ten connections to an engine for later, beside that of its events', async () => {
    const list = Array.from({ length: 60 }, () => ask('/v1.45/containers/web1/json').then(text))
    expect(new Set(await Promise.all(list)).size).toBe(1)
    await expect.poll(() => engine(0).connections(), soon).toBeLessThanOrEqual(11)
  })

  it('passes the refusal of an engine on, and records what was changed and what was not', async () => {
    engine(0).routes.set(`/containers/${ids[0]}/pause`, (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' })
      response.end('{"message":"Container is not running"}\n')
    })
    engine(0).routes.set(`/containers/${ids[0]}/start`, (_request, response) => void response.writeHead(204).end())
    expect(await askJson('/v1.45/containers/web1/pause', { method: 'POST' })).toMatchObject({
      status: 409,
      body: { message: 'Container is not running' },
    })
    expect((await ask('/v1.45/containers/web1/start', { method: 'POST' })).statusCode).toBe(204)
    expect(endpoint.recorded).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          actor: 'docker API',
          action: 'container.pause',
          target: 'n1/web1',
          result: 'refused',
        }),
        expect.objectContaining({ action: 'container.start', target: 'n1/web1', result: 'ok' }),
      ]),
    )
  })

  it.each(['html', 'truncate', 'reset', 'error'] as const)(
    'answers with an error when an engine does %s',
    async (fault) => {
      engine(1).pathFaults.set(`/containers/${ids[1]}/top`, fault)
      const ended = await ask('/v1.45/containers/web2/top')
        .then(async (response) => ({ status: response.statusCode, body: await text(response) }))
        .catch((error: Error) => ({ status: 0, body: error.message }))
      engine(1).pathFaults.clear()
      if (fault === 'html') expect(ended.body).toContain('It works')
      if (fault === 'error') expect(ended).toMatchObject({ status: 500, body: expect.stringContaining('on fire') })
      if (fault === 'reset') expect(ended).toMatchObject({ status: 503, body: expect.stringContaining('message') })
      if (fault === 'truncate') expect(ended.status).toBe(0)
      expect((await ask('/_ping')).statusCode).toBe(200)
    },
  )
})

describe('a stream that takes the connection over', () => {
  const open = async (path: string, body = ''): Promise<Socket> => {
    const socket = connect({ port: endpoint.port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    return socket
  }

  it('carries bytes both ways and closes each way on its own', async () => {
    const seen: { body?: string } = {}
    engine(0).upgrades.set(`/containers/${ids[0]}/attach`, (request, socket, head) => {
      seen.body = head.toString('utf8').slice(0, Number(request.headers['content-length']))
      socket.write(
        'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
      )
      let got = ''
      socket.on('data', (chunk: Buffer) => {
        got += chunk.toString('utf8')
      })
      // Only when the client has closed its half is everything there.
      socket.on('end', () => socket.end(`you said ${got}`))
    })
    const socket = await open('/v1.45/containers/web1/attach?stream=1&stdin=1&stdout=1')
    socket.end('one two')
    const said = await text(socket)
    expect(said).toMatch(/^HTTP\/1\.1 101 UPGRADED\r\n/)
    expect(said.endsWith('you said one two')).toBe(true)
    expect(seen.body).toBe('')
  })

  it('sends the body of the request before it, and what came too early after it', async () => {
    engine(0).routes.set(`/containers/${ids[0]}/exec`, (_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end('{"Id":"exec1"}')
    })
    const body = '{"Detach":false}'
    engine(0).upgrades.set('/exec/exec1/start', (_request, socket, head) => {
      let got = head.toString('utf8')
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
      socket.on('data', (chunk: Buffer) => {
        got += chunk.toString('utf8')
      })
      socket.on('end', () => socket.end(got))
    })
    expect((await ask('/v1.45/containers/web1/exec', { method: 'POST' }, '{"Cmd":["sh"]}')).statusCode).toBe(201)
    const socket = await open('/v1.45/exec/exec1/start', body)
    socket.end('early')
    expect((await text(socket)).endsWith(`${body}early`)).toBe(true)
  })

  it('gives a refusal back and lets no second request follow it to the engine', async () => {
    const before = engine(0).requests.length
    const bytes =
      `POST /v1.45/containers/${ids[0]}/attach/ws HTTP/1.1\r\nHost: docker\r\n\r\n` +
      `POST /v1.45/containers/web1/attach?x=1 HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n` +
      'DELETE /v1.45/images/all HTTP/1.1\r\nHost: docker\r\n\r\n'
    engine(0).upgrades.delete(`/containers/${ids[0]}/attach`)
    const said = await exchange(bytes)
    expect(said).toContain('404 Not Found')
    expect(
      engine(0)
        .requests.slice(before)
        .filter((line) => line.startsWith('DELETE')),
    ).toEqual([])
  })

  it('ends with its host, and says so in the stream', async () => {
    let cut: () => void = () => undefined
    engine(1).upgrades.set(`/containers/${ids[1]}/attach`, (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
      )
      cut = () => (socket as Socket).resetAndDestroy()
    })
    const socket = await open('/v1.45/containers/web2/attach')
    await once(socket, 'data')
    const rest = text(socket).catch(() => '')
    cut()
    expect(await rest).toContain('The connection to n2 broke off')
  })
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
    expect(await exchange(bytes, 10_000, head)).toMatch(expected)
  })

  it('refuses a giant body before it is in memory', async () => {
    const start = `POST /v1.45/containers/create HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${2 ** 40}\r\n\r\n{`
    expect(await exchange(start, 10_000, head)).toMatch(/^HTTP\/1\.1 413/)
  })

  it.each(['{', '[]', '"x"', 'null', '{"Image":', '\u0000'])('refuses the body %j', async (body) => {
    expect(await askJson('/v1.45/containers/create', { method: 'POST' }, body)).toMatchObject({ status: 400 })
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
      await Promise.all(Array.from({ length: 50 }, () => exchange(`${one()}\r\n\r\n`, 60)))
    }
    expect((await ask('/_ping')).statusCode).toBe(200)
    expect((await askJson('/v1.45/containers/json?all=1')).body).toHaveLength(2)
    await expect.poll(() => engine(0).connections() + engine(1).connections(), soon).toBeLessThanOrEqual(before + 20)
  })
})

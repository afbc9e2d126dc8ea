// Connections that are taken over: bytes both ways, each way closed on its own, and no way around the look at each request.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
beforeAll(async () => {
  two = await openTwoHosts()
})
afterAll(() => two.end())

const engine = (at: number) => two.engines[at] as FakeEngine

describe('a stream that takes the connection over', () => {
  const open = async (path: string, body = ''): Promise<Socket> => {
    const socket = connect({ port: two.endpoint.port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    return socket
  }

  it('carries bytes both ways and closes each way on its own', async () => {
    const seen: { body?: string } = {}
    engine(0).upgrades.set(`/containers/${two.ids[0]}/attach`, (request, socket, head) => {
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
    engine(0).routes.set(`/containers/${two.ids[0]}/exec`, (_request, response) => {
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
    expect((await two.ask('/v1.45/containers/web1/exec', { method: 'POST' }, '{"Cmd":["sh"]}')).statusCode).toBe(201)
    const socket = await open('/v1.45/exec/exec1/start', body)
    socket.end('early')
    expect((await text(socket)).endsWith(`${body}early`)).toBe(true)
  })

  it('gives a refusal back and lets no second request follow it to the engine', async () => {
    const before = engine(0).requests.length
    const bytes =
      'GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n' +
      `POST /v1.45/containers/web1/attach?x=1 HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n` +
      'DELETE /v1.45/images/all HTTP/1.1\r\nHost: docker\r\n\r\n'
    engine(0).upgrades.delete(`/containers/${two.ids[0]}/attach`)
    const said = await two.exchange(bytes)
    expect(said).toContain('404 Not Found')
    expect(
      engine(0)
        .requests.slice(before)
        .filter((line) => line.startsWith('DELETE')),
    ).toEqual([])
  })

  it('has no place in the middle of another answer', async () => {
    const before = engine(0).requests.length
    const takeover = 'HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
    for (const path of ['POST /v1.45/containers/web1/attach', 'GET /v1.45/info', 'POST /v1.45/session']) {
      const said = await two.exchange(`GET /v1.45/events HTTP/1.1\r\nHost: docker\r\n\r\n${path} ${takeover}`)
      expect(said).toMatch(/^(HTTP\/1.1 200 OK\r\n(?!.*HTTP).*)?$/s)
    }
    // One that is ready already waits for its turn.
    const socket = connect({ port: two.endpoint.port, host: '127.0.0.1' })
    socket.write('GET /v1.45/events HTTP/1.1\r\nHost: docker\r\n\r\nGET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n')
    await once(socket, 'data')
    await two.exchange('GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n')
    socket.write(`POST /v1.45/containers/web1/attach ${takeover}`)
    expect(await text(socket)).not.toMatch(/101/)
    expect(engine(0).requests.slice(before).join()).not.toContain('attach')
  })

  it('is not begun for a client that is cut off while its host is looked for', async () => {
    const start = 'POST /exec/x1/start'
    let found: () => void = () => undefined
    engine(0).routes.set('/exec/x1/json', (_request, response) => {
      found = () => response.end('{}')
    })
    engine(0).upgrades.set('/exec/x1/start', (_request, socket) => {
      socket.end('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    })
    const left = await open('/v1.45/exec/x1/start', '{"Detach":false}')
    const said = text(left).catch(() => '')
    await expect.poll(() => engine(0).requests).toContain('GET /exec/x1/json')
    left.resetAndDestroy()
    await two.ask('/_ping')
    found()
    expect(await said).not.toContain('101')
    // By now its host is known, and who stays is let through to it.
    const stays = await open('/v1.45/exec/x1/start', '{"Detach":false}')
    expect(await text(stays)).toContain('101')
    expect(engine(0).requests.filter((line) => line === start)).toHaveLength(1)
  })

  it('goes on to its end for a client that has said at once that nothing more comes, as at an engine', async () => {
    let ended = false
    engine(0).upgrades.set('/exec/x2/start', (_request, socket) => {
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\none')
      socket.resume().once('end', () => {
        ended = true
        socket.end('two')
      })
    })
    engine(0).routes.set('/exec/x2/json', (_request, response) => void response.end('{}'))
    const socket = await open('/v1.45/exec/x2/start', '{"Detach":false}')
    socket.end()
    expect(await text(socket)).toMatch(/101 UPGRADED[\s\S]*onetwo$/)
    expect(ended).toBe(true)
  })

  it('that an engine refuses leaves no connection to it', async () => {
    engine(0).upgrades.set(`/containers/${two.ids[0]}/attach`, (_request, socket) => {
      socket.on('error', () => undefined).once('end', () => socket.destroy())
      socket.write('HTTP/1.1 409 Conflict\r\nContent-Length: 27\r\n\r\n{"message":"not running\\n"}')
    })
    const before = engine(0).connections()
    for (let round = 0; round < 20; round += 1) {
      const socket = await open('/v1.45/containers/web1/attach')
      expect(await text(socket)).toContain('not running')
    }
    await expect.poll(() => engine(0).connections(), { timeout: 20_000 }).toBeLessThanOrEqual(before + 1)
  })

  it('ends with its host, and says so in the stream', async () => {
    let cut: () => void = () => undefined
    engine(1).upgrades.set(`/containers/${two.ids[1]}/attach`, (_request, socket) => {
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

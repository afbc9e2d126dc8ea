// Connections of BuildKit whose client or builder is broken or means harm: nobody is left waiting, nothing stays held, and a build is
// its client's own.
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import { entry, fakeBuilders, field, openBuildKit } from '@/server/testing/buildkit'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { policedHosts } from '@/server/testing/policed-hosts'
import { framed, grpcCodes } from './grpc'

const ground = policedHosts()
const uncaught: unknown[] = []
const note = (error: unknown) => void uncaught.push(error)
const kinds = ['uncaughtException', 'unhandledRejection'] as const
beforeEach(() => {
  uncaught.length = 0
  for (const kind of kinds) process.on(kind, note)
})
afterEach(() => {
  for (const kind of kinds) process.off(kind, note)
  expect(uncaught).toEqual([])
})

const soon = { timeout: 20_000 }
const solve = '/moby.buildkit.v1.Control/Solve'
const bridge = '/moby.buildkit.v1.frontend.LLBBridge'
const whole = (ref: string) => Buffer.concat([field(1, ref), field(6, 'dockerfile.v0')])

const size = (text: string): number[] => {
  const bytes = Buffer.byteLength(text)
  return bytes < 127 ? [bytes] : [127, bytes - 127]
}
const header = ([name, value]: readonly [string, string]) =>
  Buffer.concat([Buffer.from([0, ...size(name)]), Buffer.from(name), Buffer.from(size(value)), Buffer.from(value)])
const frame = (type: number, flags: number, stream: number, payload: Buffer) => {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}
const settings = frame(4, 0, 0, Buffer.alloc(0))

/** Headers that Node's own client would refuse to send. */
async function callRaw(path: string, message: Buffer, more: readonly [string, string][]): Promise<Socket> {
  const headers = { connection: 'Upgrade', upgrade: 'h2c' }
  const { port } = ground.two.endpoint
  const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/v1.45/grpc', headers })
  request.end()
  const [, socket] = (await once(request, 'upgrade')) as [http.IncomingMessage, Socket]
  const head = Buffer.concat(
    (
      [
        [':method', 'POST'],
        [':scheme', 'http'],
        [':path', path],
        [':authority', 'x'],
        ['content-type', 'application/grpc'],
        ...more,
      ] as const
    ).map(header),
  )
  socket.on('error', () => undefined).resume()
  socket.write(
    Buffer.concat([
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      settings,
      frame(1, 4, 1, head),
      frame(0, 1, 1, framed(message)),
    ]),
  )
  return socket
}

/** Each builder says to every call what this one does. */
function builders(answer: (stream: http2.ServerHttp2Stream) => void): void {
  for (const { upgrades } of ground.two.engines) {
    upgrades.set('/grpc', (_request, socket) => {
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
      const session = http2.performServerHandshake(socket as Socket)
      session.on('error', () => undefined)
      session.on('stream', (stream) => {
        stream.on('error', () => undefined).resume()
        answer(stream)
      })
    })
  }
}

describe('a client', () => {
  it('holds nothing with headers of another hop', async () => {
    const asked = fakeBuilders(ground.two.engines)
    const socket = await callRaw(solve, whole('a'), [['http2-settings', 'AAMAAABk']])
    await expect.poll(() => asked.length, soon).toBe(1)
    await expect.poll(() => ground.two.endpoint.claimed(), soon).toEqual([])
    socket.destroy()
  })

  it('hears that the builder of its host is not there', async () => {
    for (const { upgrades } of ground.two.engines) upgrades.set('/grpc', (_request, socket) => socket.destroy())
    const client = await openBuildKit(ground.two.endpoint.port)
    expect(await client.call(solve, whole('a'))).toMatchObject({ status: grpcCodes.unavailable })
    expect(ground.two.endpoint.claimed()).toEqual([])
    client.close()
  })

  it('has no part in a build of somebody else, unless it has no limits', async () => {
    const asked = fakeBuilders(ground.two.engines)
    ground.set('operator')
    const owner = await openBuildKit(ground.two.endpoint.port)
    void owner.call(solve, field(1, 'mine'))
    await expect.poll(() => asked.length, soon).toBe(1)
    ground.set('reader', { readOnly: false })
    const other = await openBuildKit(ground.two.endpoint.port)
    const head = { 'buildkit-controlapi-buildid': 'mine' }
    for (const method of ['Solve', 'ReadDir', 'Return', 'Inputs']) {
      expect(await other.call(`${bridge}/${method}`, Buffer.alloc(0), head)).toMatchObject({
        status: grpcCodes.failedPrecondition,
        words: 'no such job mine',
      })
    }
    expect(await owner.call(`${bridge}/Inputs`, Buffer.alloc(0), head)).toMatchObject({ status: 0 })
    const status = '/moby.buildkit.v1.Control/Status'
    expect(await other.call(status, field(1, 'mine'))).toMatchObject({ words: 'no such job mine' })
    expect(await owner.call(status, field(1, 'mine'))).toMatchObject({ status: 0 })
    expect(await owner.call(`${bridge}/Dump`, Buffer.alloc(0), head)).toMatchObject({ status: grpcCodes.forbidden })
    for (const client of [owner, other]) client.close()
  })

  it('that ends without a word leaves nothing behind', async () => {
    const asked = fakeBuilders(ground.two.engines)
    const socket = await callRaw(solve, field(1, 'a'), [])
    await expect.poll(() => [asked.length, ground.two.endpoint.claimed().length], soon).toEqual([1, 1])
    socket.end()
    await expect.poll(() => ground.two.endpoint.claimed(), soon).toEqual([])
    await expect.poll(() => socket.destroyed, soon).toBe(true)
  })

  it('that leaves while its build is judged begins none', async () => {
    const asked = fakeBuilders(ground.two.engines)
    ground.engine.routes.set(`/containers/${ground.two.ids[0]}/json`, (_request, response) => {
      setTimeout(() => response.end(JSON.stringify({ HostConfig: {}, Mounts: [] })), 300)
    })
    const shared = field(7, Buffer.concat([field(1, 'force-network-mode'), field(2, 'container:web1')]))
    const socket = await callRaw(solve, Buffer.concat([whole('a'), shared]), [])
    await expect.poll(() => ground.engine.requests.filter((line) => line.includes(ground.two.ids[0])).length).toBe(1)
    socket.destroy()
    await delay(500)
    expect(asked).toEqual([])
    expect(ground.two.endpoint.claimed()).toEqual([])
  })

  it('that leaves while a part of its build is judged holds no place', async () => {
    fakeBuilders(ground.two.engines)
    ground.set('operator')
    let isJudged = false
    ground.engine.routes.set(`/containers/${ground.two.ids[0]}/json`, (_request, response) => {
      isJudged = true
      setTimeout(() => response.end(JSON.stringify({ HostConfig: {}, Mounts: [] })), 300)
    })
    const client = await openBuildKit(ground.two.endpoint.port)
    void client.call(solve, field(1, 'a'))
    await expect.poll(() => ground.two.endpoint.claimed().length, soon).toBe(1)
    const told = [entry(3, 'force-network-mode', 'container:web1'), entry(3, 'build-arg:constraint:node', '=~n*')]
    void client.call(`${bridge}/Solve`, Buffer.concat(told), { 'buildkit-controlapi-buildid': 'a' })
    await expect.poll(() => isJudged, soon).toBe(true)
    client.close()
    await expect.poll(() => ground.two.endpoint.claimed(), soon).toEqual([])
    await delay(500)
    expect(ground.two.endpoint.claimed()).toEqual([])
  })
})

describe('a builder', () => {
  const prune = '/moby.buildkit.v1.Control/Prune'
  const ask = async (path: string) => {
    const client = await openBuildKit(ground.two.endpoint.port)
    const said = await client.call(path, Buffer.alloc(0))
    client.close()
    return said
  }

  it('may say what is no proper encoding', async () => {
    builders((stream) =>
      stream.respond({ ':status': 200, 'grpc-status': '2', 'grpc-message': '100% wrong' }, { endStream: true }),
    )
    expect(await ask(prune)).toMatchObject({ words: expect.stringContaining('100% wrong') })
  })

  it('may refuse with half a character, and at length', async () => {
    for (const [said, words] of [
      ['"\\ud83d!"', '\ufffd!'],
      [`"${'x'.repeat(100_000)}"`, 'xxx'],
    ] as const) {
      const body = `{"message":${said}}`
      const head = `HTTP/1.1 500 Odd\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
      for (const { upgrades } of ground.two.engines)
        upgrades.set('/grpc', (_request, socket) => socket.end(head + body))
      expect(await ask('/moby.buildkit.v1.Control/Info')).toMatchObject({ words: expect.stringContaining(words) })
    }
  })

  it('may send headers of another hop', async () => {
    const odd = header(['http2-settings', 'x'])
    for (const { upgrades } of ground.two.engines) {
      upgrades.set('/grpc', (_request, socket) => {
        socket.on('error', () => undefined)
        socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
        socket.once('data', () => {
          socket.write(settings)
          const type = header(['content-type', 'application/grpc'])
          setTimeout(() => {
            socket.write(frame(1, 4, 1, Buffer.concat([Buffer.from([0x88]), type, odd])))
            socket.write(frame(1, 5, 1, Buffer.concat([header(['grpc-status', '0']), odd])))
          }, 200)
        })
      })
    }
    expect(await ask('/moby.buildkit.v1.Control/Info')).toMatchObject({ status: 0 })
  })
})

describe('a manager', () => {
  const prune = '/moby.buildkit.v1.Control/Prune'
  it.each([
    ['while the connection to the builder is made', 'a build', solve, whole('a'), 'before'],
    ['while the builder agrees', 'a build', solve, whole('a'), 'after'],
    ['while the connection to the builder is made', 'nothing to clear up', prune, Buffer.alloc(0), 'before'],
    ['while the builder agrees', 'nothing to clear up', prune, Buffer.alloc(0), 'after'],
  ] as const)('that stops leading %s gives it %s', async (_when, _what, path, message, moment) => {
    let leads = true
    let looks = 0
    const requireLead = () => {
      looks += 1
      // First as it is asked, then once the connection stands.
      if (moment === 'before' && looks === 2) leads = false
      if (!leads) throw new AppError('host_unreachable', 'No elected primary cluster manager')
    }
    const { cluster, engines } = ground.two
    const asked = fakeBuilders(engines)
    for (const { upgrades } of engines) {
      const agree = upgrades.get('/grpc')
      upgrades.set('/grpc', (request, socket, head) => {
        leads = false
        agree?.(request, socket, head)
      })
    }
    const leadership = { role: () => ({ role: 'primary' as const }), primaryTls: null, requireLead }
    const endpoint = await openTestEndpoint(cluster, { leadership })
    const upgrades = () => engines.flatMap(({ requests }) => requests.filter((line) => line === 'POST /grpc')).length
    const before = upgrades()
    const client = await openBuildKit(endpoint.port)
    expect((await client.call(path, message)).words).toContain('No elected primary')
    expect(asked).toEqual([])
    if (moment === 'before') expect(upgrades()).toBe(before)
    expect(endpoint.claimed()).toEqual([])
    client.close()
    await endpoint.close()
  })
})

// What is relayed arrives as it was sent, and what goes wrong on one side ends in good order on the other.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
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

describe('a relayed exchange', () => {
  it('keeps the bytes of an inspect and adds the host', async () => {
    const own =
      '{ "Id":"x","NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"1"}]}}, "A" : [1,2]}\n'
    engine(0).routes.set(`/containers/${two.ids[0]}/json`, (_request, response) => response.end(own))
    const said = await text(await two.ask('/v1.45/containers/web1/json'))
    engine(0).routes.delete(`/containers/${two.ids[0]}/json`)
    const { Node, ...rest } = JSON.parse(said)
    expect(Node).toMatchObject({ Name: 'n1', IP: '127.0.0.1', Addr: engine(0).address.replace('tcp://', '') })
    expect(rest.NetworkSettings.Ports['80/tcp'][0].HostIp).toBe('127.0.0.1')
    expect(said.startsWith(own.slice(0, -2).replace('0.0.0.0', '127.0.0.1'))).toBe(true)
  })

  it('carries big bodies both ways, chunked or measured, at the reader’s pace', async () => {
    const big = randomBytes(6 * 2 ** 20)
    engine(1).routes.set(`/containers/${two.ids[1]}/archive`, (_request, response, body) => {
      response.writeHead(200, { 'content-type': 'application/x-tar', 'x-docker-container-path-stat': 'e30=' })
      response.end(body)
    })
    for (const headers of [{ 'transfer-encoding': 'chunked' }, { 'content-length': String(big.length) }]) {
      const response = await two.ask('/v1.45/containers/n2/web2/archive?path=%2Ftmp', { method: 'PUT', headers }, big)
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      expect(Buffer.concat(chunks).equals(big)).toBe(true)
      expect(response.headers['x-docker-container-path-stat']).toBe('e30=')
    }
    expect(engine(1).requests).toContain(`PUT /containers/${two.ids[1]}/archive`)
  })

  it('looks at what it has started over the connection that has started it', async () => {
    const id = two.ids[0] as string
    const used: (number | undefined)[] = []
    engine(0).routes.set(`/containers/${id}/start`, ({ socket }, response) => {
      used.push(socket.remotePort)
      response.writeHead(204).end()
    })
    engine(0).routes.set(`/containers/${id}/json`, ({ socket }, response) => {
      used.push(socket.remotePort)
      response.end(JSON.stringify(engine(0).containers.get(id)))
    })
    const answer = await two.ask('/v1.45/containers/web1/start', { method: 'POST' })
    for (const rest of ['start', 'json']) engine(0).routes.delete(`/containers/${id}/${rest}`)
    expect([answer.statusCode, await text(answer)]).toEqual([204, ''])
    expect(used).toEqual([used[0], used[0]])
  })

  it('sends the head of a stream at once, and leaves when the client does', async () => {
    let isClosed = false
    engine(0).routes.set(`/containers/${two.ids[0]}/logs`, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' })
      response.flushHeaders()
      response.once('close', () => {
        isClosed = true
      })
    })
    const response = await two.ask('/v1.45/containers/web1/logs?follow=1')
    expect(response.headers['content-type']).toBe('application/vnd.docker.raw-stream')
    response.destroy()
    await expect.poll(() => isClosed, soon).toBe(true)
  })

  it('slows an engine down to the pace of its reader, and nobody else', async () => {
    const piece = Buffer.alloc(64 * 2 ** 10, 1)
    let produced = 0
    function* pieces() {
      for (; produced < 1_600; produced += 1) yield piece
    }
    engine(0).routes.set(`/containers/${two.ids[0]}/export`, (_request, response) => {
      Readable.from(pieces()).pipe(response)
    })
    const response = await two.ask('/v1.45/containers/web1/export')
    await once(response, 'readable')
    const held = await new Promise<number>((resolve) => {
      let last = -1
      const timer = setInterval(() => {
        if (produced === last) {
          clearInterval(timer)
          resolve(produced)
        }
        last = produced
      }, 100)
    })
    // Sockets of the system on both ways take some megabytes.
    expect(held * piece.length).toBeLessThan(24 * 2 ** 20)
    expect((await two.askJson('/v1.45/containers/json')).status).toBe(200)
    let size = 0
    for await (const chunk of response) size += (chunk as Buffer).length
    expect(size).toBe(1_600 * piece.length)
  })

  it('tells of a host that dies in the middle, and cuts only that stream', async () => {
    const cuts = new Map<number, () => void>()
    for (const at of [0, 1]) {
      engine(at).routes.set(`/containers/${two.ids[at]}/logs`, (request, response) => {
        response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' })
        response.write('\x01\x00\x00\x00\x00\x00\x00\x02hi')
        cuts.set(at, () => (at === 0 ? request.socket.destroy() : response.end()))
      })
    }
    const [dying, living] = await Promise.all([
      two.ask('/v1.45/containers/web1/logs'),
      two.ask('/v1.45/containers/web2/logs'),
    ])
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

  it('keeps at most ten connections to an engine for later, those of its events and signs of life among them', async () => {
    const list = Array.from({ length: 60 }, () => two.ask('/v1.45/containers/web1/json').then(text))
    expect(new Set(await Promise.all(list)).size).toBe(1)
    await expect.poll(() => engine(0).connections(), soon).toBeLessThanOrEqual(10)
  })

  it('passes the refusal of an engine on, and records what was changed and what was not', async () => {
    engine(0).routes.set(`/containers/${two.ids[0]}/pause`, (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' })
      response.end('{"message":"Container is not running"}\n')
    })
    engine(0).routes.set(`/containers/${two.ids[0]}/start`, (_request, response) => void response.writeHead(204).end())
    expect(await two.askJson('/v1.45/containers/web1/pause', { method: 'POST' })).toMatchObject({
      status: 409,
      body: { message: 'Container is not running' },
    })
    expect((await two.ask('/v1.45/containers/web1/start', { method: 'POST' })).statusCode).toBe(204)
    expect(two.endpoint.recorded).toMatchObject(
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
      engine(1).pathFaults.set(`/containers/${two.ids[1]}/top`, fault)
      const ended = await two
        .ask('/v1.45/containers/web2/top')
        .then(async (response) => ({ status: response.statusCode, body: await text(response) }))
        .catch((error: Error) => ({ status: 0, body: error.message }))
      engine(1).pathFaults.clear()
      if (fault === 'html') expect(ended.body).toContain('It works')
      if (fault === 'error') expect(ended).toMatchObject({ status: 500, body: expect.stringContaining('on fire') })
      if (fault === 'reset') expect(ended).toMatchObject({ status: 503, body: expect.stringContaining('message') })
      if (fault === 'truncate') expect(ended.status).toBe(0)
      expect((await two.ask('/_ping')).statusCode).toBe(200)
    },
  )
})

// Many clients at once, slow ones and hosts that hang, against real engines: nothing is given twice, nothing piles up here.
import { once } from 'node:events'
import http from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Cluster } from '@/server/cluster/types'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { watchLab } from '@/server/testing/lab-cluster'

let lab: Lab
let cluster: Cluster
let endpoint: TestEndpoint

beforeAll(async () => {
  lab = await startLab({ name: `crowd-${process.pid}`, hosts: 2, preload: ['busybox'], registry: false })
  cluster = await watchLab(lab)
  endpoint = await openTestEndpoint(cluster)
})
afterAll(async () => {
  await endpoint?.close()
  await cluster?.stop()
  await lab?.down()
})

const soon = { timeout: 30_000, interval: 100 }
const ask = (method: string, path: string, body?: object): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1',
      port: endpoint.port,
      method,
      path: `/v1.41${path}`,
      headers: { 'content-type': 'application/json' },
    })
    request.once('response', resolve)
    request.once('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
const read = async (method: string, path: string, body?: object) => {
  const response = await ask(method, path, body)
  const said = await text(response)
  return { status: response.statusCode ?? 0, said, json: () => JSON.parse(said) }
}
const create = (name: string, more: object = {}, cmd = ['sleep', '1000']) =>
  read('POST', `/containers/create?name=${name}`, { Image: 'busybox', Cmd: cmd, StopSignal: 'SIGKILL', ...more })
const run = async (name: string, more: object = {}, cmd?: string[]) => {
  expect(await create(name, more, cmd)).toMatchObject({ status: 201 })
  expect(await read('POST', `/containers/${name}/start`)).toMatchObject({ status: 204 })
}
const removeAll = async () => {
  const all = (await read('GET', '/containers/json?all=1')).json() as { Id: string }[]
  await Promise.all(all.map(({ Id }) => read('DELETE', `/containers/${Id}?force=1`)))
}

describe('a crowd of clients', () => {
  it.each([
    ['one name', () => ({}), 1],
    ['one port of each host', () => ({ HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8099' }] } } }), 2],
    [
      'more than half of the memory of each host',
      () => ({ HostConfig: { MemoryReservation: Math.floor((cluster.hosts()[0]?.total.memoryBytes ?? 0) * 0.6) } }),
      2,
    ],
  ])('gets %s once', async (what, more, most) => {
    const name = (at: number) => (what === 'one name' ? 'same' : `crowd-${at}`)
    const answers = await Promise.all(Array.from({ length: 32 }, (_each, at) => create(name(at), more())))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status === 201)).toHaveLength(most)
    expect(new Set(statuses)).toEqual(new Set([201, 409]))
    expect(cluster.containersOf({})).toHaveLength(most)
    await removeAll()
    expect(await create('after', more())).toMatchObject({ status: 201 })
    await removeAll()
  })

  it('runs its programs side by side, each with its own ends', async () => {
    await run('host-of-many')
    const outputs = await Promise.all(
      Array.from({ length: 200 }, async (_each, at) => {
        const made = await read('POST', '/containers/host-of-many/exec', {
          Cmd: ['sh', '-c', 'cat; echo done'],
          AttachStdin: true,
          AttachStdout: true,
        })
        const body = '{"Detach":false,"Tty":false}'
        const socket = connect(endpoint.port, '127.0.0.1')
        socket.write(
          `POST /v1.41/exec/${made.json().Id}/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n` +
            `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        )
        socket.end(`words of ${at}\n`)
        return [at, await text(socket)] as const
      }),
    )
    for (const [at, output] of outputs) {
      expect(output).toMatch(new RegExp(`^HTTP/1.1 101 .*words of ${at}\n.*done\n$`, 's'))
    }
  })

  it('hears the same events on 500 connections', async () => {
    const heard = new Set<Socket>()
    const sockets = Array.from({ length: 500 }, () => {
      const socket = connect(endpoint.port, '127.0.0.1')
      socket.write('GET /v1.41/events HTTP/1.1\r\nHost: x\r\n\r\n')
      let said = ''
      socket.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
        if (said.includes('"start"')) heard.add(socket)
      })
      return socket
    })
    await Promise.all(sockets.map((socket) => once(socket, 'data')))
    await run('loud')
    await expect.poll(() => heard.size, soon).toBe(500)
    for (const socket of sockets) socket.destroy()
    await removeAll()
  })
})

describe('requests of Swarm mode', () => {
  it('are refused as by an engine that is not in it', async () => {
    const own = lab.host('n1').address.replace('tcp', 'http')
    const gets = ['/swarm', '/services', '/services/x', '/tasks', '/nodes', '/nodes/x', '/secrets', '/configs/x']
    const asked = [
      ...gets.map((path) => ['GET', path] as const),
      ...['/swarm/leave', '/swarm/unlock'].map((path) => ['POST', path] as const),
      ['GET', '/swarm/unlockkey'] as const,
    ]
    for (const [method, path] of asked) {
      const body = path === '/swarm/unlock' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}
      const theirs = await fetch(`${own}/v1.41${path}`, { method, ...body })
      const ours = await fetch(`${endpoint.url}/v1.41${path}`, { method, ...body })
      expect([path, ours.status, await ours.text()]).toEqual([path, theirs.status, await theirs.text()])
    }
  })
})

describe('a slow reader', () => {
  it('slows its host down and fills no memory here', async () => {
    await run('talker', {}, ['sh', '-c', `yes ${'x'.repeat(4_000)} | head -c 200000000`])
    await read('POST', '/containers/talker/wait')
    const held = () => process.memoryUsage().arrayBuffers
    const before = held()
    let most = 0
    let size = 0
    let since = 0
    const response = await ask('GET', '/containers/talker/logs?stdout=1')
    for await (const chunk of response) {
      size += chunk.length
      since += chunk.length
      most = Math.max(most, held() - before)
      if (since < 2 ** 20) continue
      since = 0
      await pause(20)
    }
    expect(size).toBeGreaterThan(200_000_000)
    expect(most).toBeLessThan(80 * 2 ** 20)
    await removeAll()
  })
})

describe('a host that hangs', () => {
  it('in the middle of a create lets its client and the name go', async () => {
    await lab.hang('n2')
    const there = { Env: ['constraint:node==n2'] }
    const both = [create('ghost', there), create('ghost', there)]
    expect((await Promise.race(both)).status).toBe(409)
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([409, 503])
    expect(await create('ghost')).toMatchObject({ status: 201 })
    expect(cluster.container('ghost')?.hostName).toBe('n1')
    await lab.heal('n2')
    await expect.poll(() => cluster.hosts().find(({ name }) => name === 'n2')?.state, soon).toBe('healthy')
  })
})

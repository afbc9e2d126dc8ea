// Many clients at once, slow ones and hosts that hang, against real engines: nothing is given twice, nothing piles up here.
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import http from 'node:http'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Cluster } from '@/server/cluster/types'
import { type DockerClients, openDockerClients } from '@/server/testing/docker-clients'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { watchLab } from '@/server/testing/lab-cluster'

let lab: Lab
let cluster: Cluster
let endpoint: TestEndpoint
let clients: DockerClients

beforeAll(async () => {
  lab = await startLab({ name: `crowd-${process.pid}`, hosts: 2, preload: ['busybox'], registry: false })
  cluster = await watchLab(lab)
  endpoint = await openTestEndpoint(cluster)
  clients = await openDockerClients(lab, endpoint)
})
afterAll(async () => {
  await clients?.close()
  await endpoint?.close()
  await cluster?.stop()
  await lab?.down()
})

/** Of one piece of output of a container without a terminal. */
const headerBytes = 8
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

  it('runs 500 programs side by side, each with its own ends', async () => {
    await run('many-1', { Env: ['constraint:node==n1'] })
    await run('many-2', { Env: ['constraint:node==n2'] })
    const docker = new Docker({ host: '127.0.0.1', port: endpoint.port, protocol: 'http' })
    const begin = async (_each: unknown, at: number) => {
      const container = docker.getContainer(`many-${1 + (at % 2)}`)
      const exec = await container.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true })
      return { exec, stream: await exec.start({ hijack: true, stdin: true }) }
    }
    const programs: Awaited<ReturnType<typeof begin>>[] = []
    // What begins a program takes a whole processor for a moment: in lots, so that whoever else is here gets one too.
    for (let lot = 0; lot < 10; lot += 1) programs.push(...(await Promise.all(Array.from({ length: 50 }, begin))))
    // All of them run by now: none has been told that its input is over.
    const outputs = programs.map(({ stream }, at) => {
      stream.end(`words of ${at}\n`)
      return text(stream)
    })
    for (const [at, output] of (await Promise.all(outputs)).entries()) {
      expect(output.slice(headerBytes)).toBe(`words of ${at}\n`)
    }
    await expect.poll(() => programs.at(-1)?.exec.inspect()).toMatchObject({ Running: false, ExitCode: 0 })
    await removeAll()
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
  const saidBytes = 140_000_000

  it('slows its host down and fills no memory here', async () => {
    await run('talker', {}, ['sh', '-c', `yes ${'x'.repeat(4_000)} | head -c ${saidBytes}`])
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
    expect(size).toBeGreaterThan(saidBytes)
    expect(most).toBeLessThan(80 * 2 ** 20)
    await removeAll()
  })
})

describe('a docker logs that is not read', () => {
  it('delays none beside it, and comes to its own end', async () => {
    await run('much', {}, ['sh', '-c', `yes ${'x'.repeat(4_000)} | head -c 40000000`])
    const { output } = await clients.run('new', 'mkfifo go; docker wait much')
    expect(output).toBe('0')
    const slow = clients.spawned('new', 'docker logs much | { read -r word < go; wc -c; }')
    let read = ''
    slow.stdout.setEncoding('utf8').on('data', (said: string) => (read += said))
    // Each reads the same log of the same host to its end, and the whole host is at hand.
    // Busy engines lose the words of what ends as soon as it has spoken.
    const speaks = `busybox sh -c 'echo there; sleep 1'`
    const beside = `docker logs much | wc -c; docker run --rm -e affinity:container==much ${speaks}`
    const over = once(slow, 'close')
    try {
      const others = await Promise.all((['old', 'middle', 'new'] as const).map((each) => clients.run(each, beside)))
      for (const other of others) expect(other).toEqual({ code: 0, output: '40000000\nthere' })
      expect([slow.exitCode, read]).toEqual([null, ''])
    } finally {
      // Else it would wait for ever.
      await writeFile(path.join(clients.directory, 'go'), 'go\n')
    }
    await over
    expect(read.trim()).toBe('40000000')
    await removeAll()
  })
})

describe('a host that hangs', () => {
  it('in the middle of a create lets its client and the name go', async () => {
    await lab.hang('n2')
    try {
      const there = { Env: ['constraint:node==n2'] }
      const both = [create('ghost', there), create('ghost', there)]
      expect((await Promise.race(both)).status).toBe(409)
      expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([409, 503])
      expect(await create('ghost')).toMatchObject({ status: 201 })
      expect(cluster.container('ghost')?.hostName).toBe('n1')
    } finally {
      await lab.heal('n2')
    }
    await expect.poll(() => cluster.hosts().find(({ name }) => name === 'n2')?.state, soon).toBe('healthy')
  })
})

// Streams through the Docker API: what gigabytes, thousands of open streams and clients that hardly read take of the endpoint's memory,
// and how long others wait beside them. The engines are made up, so that nothing of what is measured is theirs.
// `npm run bench -- docker-streams --scale 0.1` is the same with a tenth of the bytes, for a quick look.
import { once } from 'node:events'
import http from 'node:http'
import { connect, type Socket } from 'node:net'
import { parseArgs } from 'node:util'
import { residentBytes } from './console/ground'
import { below, type Line, mebibytes, ms, table } from './console/lines'
import {
  type DockerGround,
  expectStatus,
  forgetPeak,
  inTurns,
  mostConnections,
  openDockerGround,
  peakBytes,
} from './docker-api/ground'
import { bulk } from './farm/bulk'
import { step } from './step'
import type { Table } from './table'

const hosts = 4
const containersPerHost = 30
const gibibyte = 2 ** 30
const mostOverIdleBytes = 100 * 2 ** 20
const execs = 500
const openStreams = 2_000
const mostIdleConnections = 10
const slowReaders = 8
const running = encodeURIComponent('{"status":["running"]}')
const agent = new http.Agent({ keepAlive: false })

type IdleGround = DockerGround & { idleBytes: number }

const open = async ({ port }: DockerGround, method: string, path: string, body?: AsyncIterable<Buffer>) => {
  const headers = body === undefined ? {} : { 'content-type': 'application/x-tar' }
  const request = http.request({ host: '127.0.0.1', port, agent, method, path: `/v1.45${path}`, headers })
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
  for await (const piece of body ?? []) if (!request.write(piece)) await once(request, 'drain')
  request.end()
  const [response] = await answered
  if ((response.statusCode ?? 500) >= 300) throw new Error(`${method} ${path} gives ${response.statusCode}`)
  return response
}

const readAll = async (response: AsyncIterable<Buffer>): Promise<number> => {
  let size = 0
  for await (const chunk of response) size += chunk.length
  return size
}

/** The most that was used during `act` over what was used before anybody asked for anything. */
async function overIdle({ pid, idleBytes }: IdleGround, act: () => Promise<unknown>): Promise<number> {
  forgetPeak(pid)
  await act()
  return Math.max(0, peakBytes(pid) - idleBytes)
}

async function spoken({ client }: DockerGround, bytes: number): Promise<string> {
  const body = { Image: 'redis:7', Cmd: ['head', '-c', String(bytes), '/dev/zero'] }
  const { Id } = JSON.parse(await expectStatus(client, 201, 'POST', '/containers/create', body)) as { Id: string }
  await expectStatus(client, 204, 'POST', `/containers/${Id}/start`)
  return Id
}

async function large(ground: IdleGround, scale: number): Promise<Line[]> {
  const [one, two] = [Math.round(gibibyte * scale), Math.round(2 * gibibyte * scale)]
  const text = (bytes: number) => `${(bytes / gibibyte).toFixed(1)} GiB`
  const id = await spoken(ground, one)
  const acts: [what: string, bytes: number, act: () => Promise<unknown>][] = [
    ['logs', one, async () => readAll(await open(ground, 'GET', `/containers/${id}/logs?stdout=1`))],
    [
      'cp from a container',
      two,
      async () => readAll(await open(ground, 'GET', `/containers/${id}/archive?path=/bulk/${two}`)),
    ],
    [
      'cp into a container',
      two,
      async () => readAll(await open(ground, 'PUT', `/containers/${id}/archive?path=/bulk`, bulk(two))),
    ],
    [`load on ${hosts} hosts`, two, async () => readAll(await open(ground, 'POST', '/images/load', bulk(two)))],
  ]
  const lines: Line[] = []
  for (const [what, bytes, act] of acts) {
    const began = performance.now()
    const most = await step(`${what}, ${text(bytes)}`, () => overIdle(ground, act))
    const rate = bytes / 2 ** 20 / ((performance.now() - began) / 1000)
    lines.push({
      what: `${what}, ${text(bytes)}: memory over idle`,
      ...below(most, mostOverIdleBytes, mebibytes),
      detail: `${rate.toFixed(0)} MiB/s`,
    })
  }
  return lines
}

/** An exec with its input and output on a connection that was taken over, answered by what it was told. */
async function openExec({ port, client }: DockerGround, container: string): Promise<Socket> {
  const body = { Cmd: ['cat'], AttachStdin: true, AttachStdout: true, Tty: true }
  const made = await expectStatus(client, 201, 'POST', `/containers/${container}/exec`, body)
  const { Id } = JSON.parse(made) as { Id: string }
  const socket = connect({ host: '127.0.0.1', port })
  const start = '{"Tty":true}'
  socket.write(
    `POST /v1.45/exec/${Id}/start HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${start.length}\r\n\r\n${start}`,
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(`an exec gives ${head}`)
  return socket
}

async function manyExecs(ground: IdleGround, ids: readonly string[]): Promise<Line[]> {
  const sockets: Socket[] = []
  const waits: number[] = []
  const most = await step(`${execs} execs at once`, () =>
    overIdle(ground, async () => {
      await inTurns(execs, 50, async (at) => void sockets.push(await openExec(ground, ids[at % ids.length] as string)))
      await Promise.all(
        sockets.map(async (socket, at) => {
          const word = `word ${at}`
          const began = performance.now()
          socket.write(`${word}\r`)
          let heard = ''
          while (!heard.includes(word)) heard += (await once(socket, 'data'))[0]
          waits.push(performance.now() - began)
        }),
      )
    }),
  )
  const closed = sockets.map((socket) => once(socket, 'close'))
  for (const socket of sockets) socket.end()
  await Promise.all(closed)
  waits.sort((one, other) => one - other)
  return [
    {
      what: `${execs} execs at once: memory over idle`,
      ...below(most, mostOverIdleBytes, mebibytes),
      detail: `each answered, the slowest after ${ms(waits.at(-1) ?? 0)}`,
    },
  ]
}

async function manyStreams(ground: IdleGround, ids: readonly string[]): Promise<Line[]> {
  const streams: http.IncomingMessage[] = []
  const heard = new Set<http.IncomingMessage>()
  let everybodyHeard: () => void = () => undefined
  const most = await step(`${openStreams} open streams`, () =>
    overIdle(ground, async () => {
      await inTurns(openStreams, 50, async (at) => {
        const id = ids[at % ids.length] as string
        const path = at % 2 === 0 ? '/events' : `/containers/${id}/logs?follow=1&stdout=1&tail=1`
        const stream = await open(ground, 'GET', path)
        stream.on('error', () => undefined)
        stream.on('data', () => {
          if (at % 2 === 0) heard.add(stream)
          if (heard.size === openStreams / 2) everybodyHeard()
        })
        streams.push(stream)
      })
      const told = new Promise<void>((resolve) => {
        everybodyHeard = resolve
      })
      heard.clear()
      await expectStatus(ground.client, 204, 'POST', `/containers/${ids[0]}/restart`)
      await told
    }),
  )
  const connections = mostConnections()
  for (const stream of streams) stream.destroy()
  return [
    {
      what: `${openStreams} open events and logs -f: memory over idle`,
      ...below(most, mostOverIdleBytes, mebibytes),
      detail: `each heard the next event; ${connections} connections to one engine meanwhile`,
    },
  ]
}

/** How long a question takes that needs the same engine, one after the other. */
async function questionsMs(ground: DockerGround, id: string): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < 200; at += 1) {
    const began = performance.now()
    await expectStatus(ground.client, 200, 'GET', `/containers/${id}/json`)
    times.push(performance.now() - began)
  }
  return times.sort((one, other) => one - other)[Math.floor(times.length * 0.95)] as number
}

async function besideSlow(ground: DockerGround, scale: number): Promise<Line[]> {
  const bytes = Math.round(gibibyte * scale)
  const id = await spoken(ground, bytes)
  const logs = () => open(ground, 'GET', `/containers/${id}/logs?stdout=1`)
  const aloneMs = await step('questions alone', () => questionsMs(ground, id))
  const slow = await Promise.all(Array.from({ length: slowReaders }, logs))
  const timers = slow.map((stream) => {
    stream.on('error', () => undefined)
    return setInterval(() => stream.read(1_024), 100)
  })
  const besideMs = await step('questions beside slow readers', () => questionsMs(ground, id))
  const began = performance.now()
  const read = await step('a fast reader beside slow ones', async () => readAll(await logs()))
  const rate = read / 2 ** 20 / ((performance.now() - began) / 1000)
  const held = residentBytes(ground.pid)
  for (const timer of timers) clearInterval(timer)
  for (const stream of slow) stream.destroy()
  return [
    {
      what: `inspect beside ${slowReaders} slow readers of the same engine, later by`,
      ...below(Math.max(0, besideMs - aloneMs), 50, ms),
      detail: `95 % within ${besideMs.toFixed(1)} ms, alone ${aloneMs.toFixed(1)} ms; a fast reader has ${rate.toFixed(0)} MiB/s, resident ${mebibytes(held)}`,
    },
  ]
}

async function idleConnections(ground: DockerGround, ids: readonly string[]): Promise<Line[]> {
  await step('questions by 64 clients', () =>
    inTurns(2_000, 64, (at) => expectStatus(ground.client, 200, 'GET', `/containers/${ids[at % ids.length]}/json`)),
  )
  const most = mostConnections()
  return [
    {
      what: 'connections to an engine when nobody asks any more',
      measured: String(most),
      target: `≤ ${mostIdleConnections}`,
      isMet: most <= mostIdleConnections,
      detail: 'right after questions by 64 clients; events and signs of life among them',
    },
  ]
}

export async function run(flags: string[] = []): Promise<Table[]> {
  const { values } = parseArgs({ args: flags, options: { scale: { type: 'string' } } })
  const scale = Number(values.scale ?? 1)
  if (!(scale > 0 && scale <= 10)) throw new Error('--scale must be a number above 0, and 10 at most')
  const opened = await step('farm and endpoint', () => openDockerGround(hosts, containersPerHost))
  const ground = { ...opened, idleBytes: residentBytes(opened.pid) }
  try {
    const list = JSON.parse(await expectStatus(ground.client, 200, 'GET', `/containers/json?filters=${running}`)) as {
      Id: string
    }[]
    const ids = list.map(({ Id }) => Id)
    const lines = [
      ...(await large(ground, scale)),
      ...(await besideSlow(ground, scale)),
      ...(await manyExecs(ground, ids)),
      ...(await manyStreams(ground, ids)),
      ...(await idleConnections(ground, ids)),
    ]
    return [table(`Streams through the Docker API: ${hosts} hosts`, lines)]
  } finally {
    await ground.end()
  }
}

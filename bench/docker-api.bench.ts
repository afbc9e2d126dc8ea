// The Docker API over a large cluster: processor seconds of the endpoint for a thousand operations, and how many creates it does
// in a second with one client and with many. The figures beside them are classic Swarm's, measured on such a machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { cpuSeconds, residentBytes } from './console/ground'
import type { Table } from './table'

const root = path.resolve(import.meta.dirname, '..')
/** Apart from other farms. */
const net = 23
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })

const startProcess = async (args: string[], isReady: (line: string) => boolean): Promise<[ChildProcess, string]> => {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (isReady(line)) return [child, line]
  }
  throw new Error(`${args[0]} ended before it was ready`)
}

const stop = async (child: ChildProcess) => {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

type Client = (method: string, path: string, body?: object) => Promise<{ status: number; text: string }>

const clientOf =
  (port: number): Client =>
  async (method, target, body) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = payload === undefined ? {} : { 'content-type': 'application/json' }
    const request = http.request({ host: '127.0.0.1', port, agent, method, path: `/v1.45${target}`, headers })
    request.end(payload)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk
    return { status: response.statusCode ?? 0, text }
  }

async function inTurns(count: number, clients: number, act: (at: number) => Promise<void>): Promise<number> {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let at = next++; at < count; at = next++) await act(at)
    }),
  )
  return (performance.now() - began) / 1000
}

export async function run(flags: string[]): Promise<Table[]> {
  const { values } = parseArgs({ args: flags, options: { hosts: { type: 'string' }, containers: { type: 'string' } } })
  const [hosts, containers] = [values.hosts ?? '1000', values.containers ?? '30']
  const directory = mkdtempSync(path.join(tmpdir(), 'lotse-bench-'))
  const file = path.join(directory, 'hosts')
  const farmArgs = ['bench/run.ts', 'farm', '--hosts', hosts, '--containers', containers, '--net', String(net)]
  const [farm] = await startProcess([...farmArgs, '--control', '0', '--file', file], (line) =>
    line.startsWith('Control:'),
  )
  try {
    const [manager, line] = await startProcess(['bench/docker-api/start.ts', file], (each) => each.startsWith('{'))
    try {
      const { port, joinMs } = JSON.parse(line) as { port: number; joinMs: number }
      return await measure(
        clientOf(port),
        manager.pid as number,
        joinMs,
        `${hosts} hosts, ${containers} containers each`,
      )
    } finally {
      await stop(manager)
    }
  } finally {
    await stop(farm)
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measure(client: Client, pid: number, joinMs: number, title: string): Promise<Table[]> {
  const expectStatus = async (wanted: number, ...call: Parameters<Client>) => {
    const { status, text } = await client(...call)
    if (status !== wanted) throw new Error(`${call[0]} ${call[1]} gives ${status}: ${text.slice(0, 300)}`)
    return text
  }
  const list = JSON.parse(await expectStatus(200, 'GET', '/containers/json?all=1')) as { Id: string }[]
  const rows: Table['rows'] = []
  const row = async (
    name: string,
    swarm: string,
    target: string,
    count: number,
    clients: number,
    act: (at: number) => Promise<unknown>,
  ) => {
    const before = cpuSeconds(pid)
    const seconds = await inTurns(count, clients, async (at) => void (await act(at)))
    const per1000 = ((cpuSeconds(pid) - before) / count) * 1000
    rows.push([name, Number(per1000.toFixed(2)), Number((count / seconds).toFixed(1)), swarm, target])
  }
  const create = (round: number) => async (at: number) => {
    const name = `bench-${round}-${at}`
    const body = { Image: 'redis:7', Cmd: ['redis-server'], HostConfig: {} }
    const { Id } = JSON.parse(await expectStatus(201, 'POST', `/containers/create?name=${name}`, body)) as {
      Id: string
    }
    await expectStatus(204, 'POST', `/containers/${Id}/start`)
  }
  await row('list all containers', '604', '≤ 100', 30, 1, () => expectStatus(200, 'GET', '/containers/json?all=1'))
  await row('info', '37', '≤ 4', 100, 1, () => expectStatus(200, 'GET', '/info'))
  await row('inspect', '4.2', '≤ 1', 1_000, 4, (at) =>
    expectStatus(200, 'GET', `/containers/${list[(at * 37) % list.length]?.Id}/json`),
  )
  await row('create + start, 1 client', '119', '≤ 12', 200, 1, create(1))
  await row('create + start, 8 clients', '119', '≤ 12', 400, 8, create(8))
  await row('create + start, 32 clients', '119', '≤ 12', 800, 32, create(32))
  const columns = ['operation', 'CPU s / 1,000', 'a second', 'classic Swarm', 'target']
  return [
    { title: `Docker API, ${title}`, columns, rows },
    {
      title: 'The process of the endpoint',
      columns: ['what', 'value'],
      rows: [
        ['all hosts healthy, s', Number((joinMs / 1000).toFixed(1))],
        ['resident, MiB', Math.round(residentBytes(pid) / 2 ** 20)],
      ],
    },
  ]
}

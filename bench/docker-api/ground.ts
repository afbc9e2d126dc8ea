// A farm in one process and the Docker API endpoint over it in another, so that the processor time and the memory of each are its
// own; both built as the server is, since what runs sources as they are takes a quarter more.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { bundle } from '@/scripts/bundle'

const root = path.resolve(import.meta.dirname, '../..')
const programs = { farm: 'dist/bench-farm.js', endpoint: 'dist/bench-endpoint.js' }
/** Apart from other farms. */
const net = 23
const enginePort = 2375

export type Answer = { status: number; text: string }
export type Client = (method: string, path: string, body?: object) => Promise<Answer>
export type DockerGround = {
  /** Of the endpoint. */
  pid: number
  farmPid: number
  port: number
  /** From the first host that it is told of until all are healthy. */
  joinMs: number
  client: Client
  end(): Promise<void>
}

const startProcess = async (args: string[], isReady: (line: string) => boolean): Promise<[ChildProcess, string]> => {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
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

const clientOf = (port: number): Client => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })
  return async (method, target, body) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = payload === undefined ? {} : { 'content-type': 'application/json' }
    const request = http.request({ host: '127.0.0.1', port, agent, method, path: `/v1.45${target}`, headers })
    request.end(payload)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk
    return { status: response.statusCode ?? 0, text }
  }
}

export async function openDockerGround(hosts: number, containersPerHost: number): Promise<DockerGround> {
  await bundle('bench/docker-api/farm.ts', programs.farm)
  await bundle('bench/docker-api/start.ts', programs.endpoint)
  const directory = mkdtempSync(path.join(tmpdir(), 'lotse-bench-'))
  const file = path.join(directory, 'hosts')
  const size = ['--hosts', String(hosts), '--containers', String(containersPerHost)]
  const place = ['--net', String(net), '--port', String(enginePort), '--control', '0', '--file', file]
  const [farm] = await startProcess([programs.farm, ...size, ...place], (line) => line.startsWith('Control:'))
  const endFarm = async () => {
    await stop(farm)
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const [manager, line] = await startProcess([programs.endpoint, file], (each) => each.startsWith('{'))
    const { port, joinMs } = JSON.parse(line) as { port: number; joinMs: number }
    return {
      pid: manager.pid as number,
      farmPid: farm.pid as number,
      port,
      joinMs,
      client: clientOf(port),
      async end() {
        await stop(manager)
        await endFarm()
      },
    }
  } catch (error) {
    await endFarm()
    throw error
  }
}

/** The answer's text; throws when it has another status. */
export async function expectStatus(client: Client, wanted: number, ...call: Parameters<Client>): Promise<string> {
  const { status, text } = await client(...call)
  if (status !== wanted) throw new Error(`${call[0]} ${call[1]} gives ${status}: ${text.slice(0, 300)}`)
  return text
}

/** `act` so often, by so many at once; gives the seconds that it took. */
export async function inTurns(count: number, clients: number, act: (at: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let at = next++; at < count; at = next++) await act(at)
    }),
  )
  return (performance.now() - began) / 1000
}

/** From now on `peakBytes` says what is used at most. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')

/** The most that was resident. */
export function peakBytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** How many connections are open to the engine that has most: only the endpoint speaks to those of this farm. */
export function mostConnections(): number {
  const counts = new Map<string, number>()
  const wanted = `:${enginePort.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, , remote = '', state] = line.trim().split(/\s+/)
    // Bytes of an address stand in the machine's order: 127.23.x.y ends in 177F.
    if (state !== '01' || !remote.endsWith(wanted) || !remote.startsWith(`${net.toString(16).toUpperCase()}7F`, 4))
      continue
    counts.set(remote, (counts.get(remote) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}

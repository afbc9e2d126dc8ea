// What the console's benchmarks stand on: a farm in its own process, the built server over it in another, and the figures
// that the kernel keeps of a process.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ConsoleClient, signIn } from '@/e2e/console-client'
import { type ServerProcess, startServer } from '@/e2e/server-process'
import type { Host } from '@/lib/contract/hosts'
import { ensureBuilt, root } from '@/scripts/setup.mjs'

export type GroundOptions = { hosts: number; containersPerHost: number }

/** How the server behaved from the start of its process until it had read every host for the first time. */
export type Start = {
  firstAnswerMs: number
  allHealthyMs: number
  /** Of the API, and of a page, one by one. */
  answersMs: number[]
  pagesMs: number[]
}

export type Ground = {
  server: ServerProcess
  client: ConsoleClient
  start: Start
  setEvents(perSecond: number): Promise<void>
  end(): Promise<void>
}

export const password = 'a-password-for-benchmarks'
/** Apart from a farm that somebody started by hand. */
const net = 11
const longestJoinMs = 300_000
const ticksPerSecond = 100

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Processor seconds that a process has used so far, of all its threads. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resident, in bytes. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** Of one core, in percent, over so long. */
export async function cpuPercent(pid: number, ms: number): Promise<number> {
  const [before, began] = [cpuSeconds(pid), performance.now()]
  await pause(ms)
  return ((cpuSeconds(pid) - before) / ((performance.now() - began) / 1000)) * 100
}

async function startFarmProcess(
  { hosts, containersPerHost }: GroundOptions,
  file: string,
): Promise<{ child: ChildProcess; control: string }> {
  const args = ['--hosts', hosts, '--containers', containersPerHost, '--net', net, '--control', 0, '--file', file].map(
    String,
  )
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'bench/run.ts'), 'farm', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk
      const [, url] = /^Control:\s+curl (\S+)\//m.exec(said) ?? []
      if (url) resolve(url)
    })
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the farm ended with ${code} before it stood: ${said}`)
  })
  const control = await Promise.race([ready, ended])
  ended.catch(() => undefined)
  return { child, control }
}

async function untilHealthy(url: string, client: ConsoleClient, wanted: number) {
  const answersMs: number[] = []
  const pagesMs: number[] = []
  const timed = async <T>(times: number[], act: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const result = await act()
    times.push(performance.now() - began)
    return result
  }
  const deadline = performance.now() + longestJoinMs
  for (;;) {
    const hosts = await timed(answersMs, () => client.call<Host[]>('GET', '/hosts'))
    const healthy = hosts.filter(({ state }) => state === 'healthy').length
    if (healthy === wanted) return { answersMs, pagesMs }
    if (performance.now() > deadline)
      throw new Error(`only ${healthy} of ${wanted} hosts are healthy after ${longestJoinMs / 1000} s`)
    await timed(answersMs, () => client.call('GET', '/containers?limit=100&sort=state'))
    await timed(pagesMs, () => fetch(`${url}/login`).then((page) => page.text()))
    await pause(200)
  }
}

export async function openGround(options: GroundOptions): Promise<Ground> {
  await ensureBuilt()
  const directory = mkdtempSync(path.join(tmpdir(), 'lotse-bench-'))
  const file = path.join(directory, 'hosts')
  const farm = await startFarmProcess(options, file)
  let server: ServerProcess | undefined
  const end = async () => {
    await server?.stop()
    const exited = once(farm.child, 'exit')
    farm.child.kill('SIGTERM')
    await exited
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const began = performance.now()
    server = await startServer({
      dataDir: path.join(directory, 'data'),
      discovery: `file://${file}`,
      adminPassword: password,
      env: { LOTSE_LOG: 'warn' },
    })
    const firstAnswerMs = performance.now() - began
    const client = await signIn(server.url, password)
    const during = await untilHealthy(server.url, client, options.hosts)
    return {
      server,
      client,
      start: { firstAnswerMs, allHealthyMs: performance.now() - began, ...during },
      setEvents: async (perSecond) => {
        const answer = await fetch(`${farm.control}/events`, { method: 'PUT', body: JSON.stringify({ perSecond }) })
        if (!answer.ok) throw new Error(await answer.text())
      },
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

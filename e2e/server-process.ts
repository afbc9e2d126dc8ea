// A Lotse server as a child process, for the demo and the journeys: started on a free port over a data directory, ended
// in good order or with kill -9, and started again over the same data.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')

export type ServerOptions = {
  dataDir: string
  /** `nodes://…` and the like; empty: no host at first. */
  discovery: string
  adminPassword: string
  /** Default: a free one. */
  port?: number
  log?: (line: string) => void
  env?: Record<string, string>
}

export type ServerProcess = {
  readonly url: string
  /** Of the running process; undefined while it does not run. */
  pid(): number | undefined
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Starts it again after `kill` or `stop`, at the same address. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Rejects when it is taken. */
export async function freePort(wanted: number): Promise<number> {
  const probe = createServer().listen(wanted, '127.0.0.1')
  await once(probe, 'listening')
  probe.close()
  await once(probe, 'close')
  return wanted
}

/** Below those that the kernel gives to outgoing connections: one of them could have it while its server is started anew. */
export async function anyFreePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = await freePort(10_000 + Math.floor(Math.random() * 10_000)).catch(() => null)
    if (port !== null) return port
  }
  throw new Error('no free port')
}

/** Resolves when the server answers, rejects with its last words when it ends before that. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const port = options.port ?? (await anyFreePort())
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null

  const start = async () => {
    const lines: string[] = []
    const started = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/server.js')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        LOTSE_LISTEN: `127.0.0.1:${port}`,
        LOTSE_DATA: options.dataDir,
        LOTSE_DISCOVERY: options.discovery,
        LOTSE_ADMIN_PASSWORD: options.adminPassword,
        ...options.env,
      },
    })
    child = started
    const listen = (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        lines.push(line)
        if (lines.length > 50) lines.shift()
        options.log?.(line)
      }
    }
    started.stdout?.on('data', listen)
    started.stderr?.on('data', listen)
    const ended = once(started, 'exit').then(([code]) => {
      throw new Error(`the server ended with ${code} before it answered:\n${lines.join('\n')}`)
    })
    ended.catch(() => undefined)
    try {
      await Promise.race([answers(url, 60_000), ended])
    } catch (error) {
      await end('SIGKILL')
      throw error
    }
  }

  const end = async (signal: NodeJS.Signals) => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const exited = once(running, 'exit')
    running.kill(signal)
    const hard = setTimeout(() => running.kill('SIGKILL'), 15_000)
    await exited
    clearTimeout(hard)
  }

  await start()
  return { url, pid: () => child?.pid, start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

async function answers(url: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const ok = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    if (performance.now() > deadline) throw new Error(`${url} does not answer after ${timeoutMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

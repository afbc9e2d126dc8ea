// A program beside a container's own, with a terminal: opened, resized, asked for its end, and hung up.
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { isAppError } from '@/server/errors'
import { parseAddress } from './address'
import type { Engine } from './engine'
import { connectionFailure } from './failure'

export type TerminalSize = { cols: number; rows: number }
export type ExecRequest = TerminalSize & {
  containerId: string
  command: string[]
  /** Empty: the container's own. */
  user: string
  env: string[]
}
export type OpenExec = { id: string; stream: Duplex }

type ExecInspect = { Running?: boolean; ExitCode?: number | null }

const mark = 'LOTSE_TERMINAL'
/** So that a host that fell silent is noticed without anybody typing. */
const keepAliveMs = 15_000

/** What `hangUp` later finds the shell and its children by. */
export const terminalMark = (terminalId: string): string => `${mark}=${terminalId}`

const wasStale = (error: unknown): boolean => /^(ECONNRESET|EPIPE)$/.test((error as NodeJS.ErrnoException)?.code ?? '')

const create = async (engine: Engine, request: ExecRequest, isDetached: boolean): Promise<string> => {
  const { containerId, command, user, env, cols, rows } = request
  const { Id } = await engine.json<{ Id: string }>('POST', `/containers/${encodeURIComponent(containerId)}/exec`, {
    body: {
      AttachStdin: !isDetached,
      AttachStdout: !isDetached,
      AttachStderr: !isDetached,
      Tty: !isDetached,
      Cmd: command,
      User: user,
      Env: env,
      ...(isDetached ? {} : { ConsoleSize: [rows, cols] }),
    },
  })
  return Id
}

/** Throws what the engine says, e.g. that the container does not run or the program is not there. */
export async function openExec(engine: Engine, request: ExecRequest): Promise<OpenExec> {
  const id = await create(engine, request, false)
  const { cols, rows } = request
  const start = () =>
    engine.docker
      .getExec(id)
      .start({ hijack: true, stdin: true, _body: { Detach: false, Tty: true, ConsoleSize: [rows, cols] } } as object)
  try {
    const stream: Duplex = await start().catch((error: unknown) => {
      // A kept connection had died since; nothing was started on it.
      if (wasStale(error)) return start()
      throw error
    })
    if ('setKeepAlive' in stream && typeof stream.setKeepAlive === 'function') stream.setKeepAlive(true, keepAliveMs)
    return { id, stream }
  } catch (error) {
    throw connectionFailure(error, parseAddress(engine.address))
  }
}

/** Fails quietly when the program has ended; tries again when it has not begun yet. */
export async function resizeExec(engine: Engine, id: string, { cols, rows }: TerminalSize): Promise<void> {
  for (const waitMs of [0, 100, 400]) {
    if (waitMs > 0) await delay(waitMs)
    try {
      await engine.json('POST', `/exec/${id}/resize`, { query: { h: rows, w: cols } })
      return
    } catch (error) {
      if (!isAppError(error)) throw error
    }
  }
}

/** `exitCode` is null while it runs, and when nobody can say any more. */
export async function execState(engine: Engine, id: string): Promise<{ isRunning: boolean; exitCode: number | null }> {
  const { Running = false, ExitCode = null } = await engine.json<ExecInspect>('GET', `/exec/${id}/json`, {
    timeoutMs: 5_000,
  })
  return { isRunning: Running, exitCode: Running ? null : ExitCode }
}

/** Those whose language is another than sh's. */
const foreignShell = /(fish|pwsh)$/

/** In builtins only, for shells that drop zero bytes as they read: so all of an environment is one line or a few. */
const hangUpScript = (terminalId: string): string => `for e in /proc/[0-9]*/environ; do
p=\${e#/proc/}
while IFS= read -r v || [ -n "$v" ]; do case "$v" in *${terminalMark(terminalId)}*) kill -HUP "\${p%/environ}";; esac; done <"$e"
done 2>/dev/null; :`

/**
 * What a modem did when the line was cut: all that was started in the terminal is told so. The engine leaves a program
 * running whose terminal is closed, and it has no call to end one, so a second program looks for the mark. By the same
 * user, because not even root may read the environments of others in a container.
 */
export async function hangUp(
  engine: Engine,
  { containerId, shell, user, terminalId }: { containerId: string; shell: string; user: string; terminalId: string },
): Promise<void> {
  const command = [foreignShell.test(shell) ? '/bin/sh' : shell, '-c', hangUpScript(terminalId)]
  const id = await create(engine, { containerId, command, user, env: [], cols: 80, rows: 24 }, true)
  await engine.json('POST', `/exec/${id}/start`, { body: { Detach: true } })
}

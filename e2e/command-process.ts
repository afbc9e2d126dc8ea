// The built command `lotse` as a program of its own, for tests: what it says, and how it ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export type CommandProcess = {
  child: ChildProcess
  output(): string
  /** Resolves with its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

const program = path.resolve(import.meta.dirname, '../bin/lotse.mjs')

export function startCommand(args: readonly string[], env: Record<string, string> = {}): CommandProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString()
    })
  }
  return {
    child,
    output: () => words,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      const [code] = (await exited) as [number | null]
      return code
    },
  }
}

/** To its end: what it printed, and its exit code. */
export async function runCommand(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { child, output } = startCommand(args)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output() }
}

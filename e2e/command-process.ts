// The built command `lotse` as a program of its own, for tests: what it says, and how it ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export type CommandProcess = {
  child: ChildProcess
  output(): string
  /** Of `output` what went to stdout. */
  answer(): string
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
  let [words, answer] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text
    words += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  return {
    child,
    output: () => words,
    answer: () => answer,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      const [code] = (await exited) as [number | null]
      return code
    },
  }
}

export type Ended = { code: number | null; output: string; answer: string }

/** To its end: what it printed, and its exit code. */
export async function runCommand(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { child, output, answer } = startCommand(args, env)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output(), answer: answer() }
}

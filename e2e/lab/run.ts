// Starts programs of the machine: to an end with their output, or detached so that they outlive the lab's starter.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { AppError } from '@/server/errors'
import type { CommandResult } from './types'

interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  input?: string | Buffer
}

/** Rejects with the program's own last words when it fails. */
export const run = (command: string, args: string[], options: RunOptions = {}): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    if (child.stdin) {
      // A program may end before it has read everything; its exit code says what that meant.
      child.stdin.on('error', () => {})
      child.stdin.end(options.input)
    }
    child.on('error', (cause) => {
      reject(new AppError('internal', `${command} could not be started: ${cause.message}`, { cause }))
    })
    child.on('close', (code, signal) => {
      if (code === 0) return resolve({ stdout, stderr })
      const words = (stderr.trim() || stdout.trim()).split('\n').slice(-6).join('\n')
      const ending = signal ? `was ended by ${signal}` : `failed with code ${code}`
      reject(
        new AppError('internal', `${command} ${args.join(' ')} ${ending}: ${words}`, {
          details: { code, stdout, stderr },
        }),
      )
    })
  })

/** The environment variable by which every process of a lab is known, whoever started it and whatever became of him. */
export const labMark = 'LOTSE_LAB_DIRECTORY'

interface LaunchOptions {
  env: Record<string, string>
  logFile: string
  labDirectory: string
}

/** Starts a program in a session of its own; its output goes to a file. Resolves with its process id. */
export const launch = (command: string, args: string[], options: LaunchOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    const output = openSync(options.logFile, 'a')
    const child = spawn(command, args, {
      env: { ...options.env, [labMark]: options.labDirectory } as unknown as NodeJS.ProcessEnv,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    child.on('error', (cause) => {
      reject(new AppError('internal', `${command} could not be started: ${cause.message}`, { cause }))
    })
    child.on('spawn', () => {
      child.unref()
      resolve(child.pid ?? 0)
    })
  })

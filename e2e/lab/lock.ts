// A lock between processes that a kill -9 of its holder cannot leave behind: the kernel's flock, held by a child whose
// input ends with us.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'

// Of util-linux, which every Debian and Ubuntu has.
const lockProgram = 'flock'

export const withLock = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  await mkdir(dirname(file), { recursive: true })
  const holder = spawn(lockProgram, [file, 'cat'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(holder, 'close')
  holder.stdin.write('held\n')
  await Promise.race([
    once(holder.stdout, 'data'),
    ended.then(() => Promise.reject(new Error(`The lock ${file} could not be taken.`))),
  ])
  try {
    return await work()
  } finally {
    holder.stdin.end()
    await ended
  }
}

/** Takes one of several, whichever is free first, and keeps it until this process ends. */
export const keepOneOf = async (files: string[]): Promise<void> => {
  const holders = files.map((file) => spawn(lockProgram, [file, 'cat'], { stdio: ['pipe', 'pipe', 'ignore'] }))
  const taken = holders.map(async (holder): Promise<ChildProcess> => {
    holder.stdin.write('held\n')
    await once(holder.stdout, 'data')
    return holder
  })
  const kept = await Promise.race(taken)
  for (const holder of holders) {
    // Held by being there, which is no reason for this process to stay.
    holder.unref()
    for (const stream of [holder.stdin, holder.stdout] as unknown as Socket[]) stream.unref()
    if (holder === kept) continue
    holder.stdin.destroy()
    holder.kill()
  }
}

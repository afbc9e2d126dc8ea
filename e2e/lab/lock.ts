// A lock between processes that a kill -9 of its holder cannot leave behind: the kernel's flock, held by a child whose
// input ends with us.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
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

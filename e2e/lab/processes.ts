// Finds the processes of a lab by the mark in their environment, so that neither a lost pid file nor a reused process
// id can make the lab leave one behind or end a stranger.
import { readdir, readFile, readlink } from 'node:fs/promises'
import { labMark } from './run'
import { until } from './waiting'

export const hostMark = 'LOTSE_LAB_HOST'

interface LabProcess {
  pid: number
  parent: number
  command: string
  /** R, S, D, T (stopped), Z … */
  state: string
  host: string | null
  /** The process-id namespace, which tells a host's inside from its starter. */
  namespace: string
}

const processIds = async (): Promise<number[]> =>
  (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)

const readProcess = async (pid: number, directory: string): Promise<LabProcess | null> => {
  // A process may end between two reads; then it is none of the lab's any more.
  try {
    const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0')
    if (!environment.includes(`${labMark}=${directory}`)) return null
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    const fields = stat.slice(end + 2).split(' ')
    if (fields[0] === 'Z') return null
    return {
      pid,
      parent: Number(fields[1]),
      command: stat.slice(stat.indexOf('(') + 1, end),
      state: fields[0] ?? '?',
      host: environment.find((entry) => entry.startsWith(`${hostMark}=`))?.slice(hostMark.length + 1) ?? null,
      namespace: await readlink(`/proc/${pid}/ns/pid`),
    }
  } catch {
    return null
  }
}

export const labProcesses = async (directory: string): Promise<LabProcess[]> => {
  const found = await Promise.all((await processIds()).map((pid) => readProcess(pid, directory)))
  return found.filter((entry) => entry !== null)
}

export const hostProcesses = async (directory: string, host: string): Promise<LabProcess[]> =>
  (await labProcesses(directory)).filter((entry) => entry.host === host)

/** Process 1 of the host as the machine numbers it, null when the host is off. */
export const hostInit = (processes: LabProcess[]): number | null => {
  const starter = processes.find(({ command }) => command === 'unshare')
  return processes.find(({ parent }) => parent === starter?.pid)?.pid ?? null
}

export const engineProcesses = (processes: LabProcess[]): LabProcess[] =>
  processes.filter(({ command }) => command === 'dockerd' || command === 'containerd')

export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** kill -9 until none is left; the starters of hosts first, with whom everything inside ends at once. */
export const endProcesses = async (find: () => Promise<LabProcess[]>, sentence: string): Promise<void> => {
  await until(
    async () => {
      const left = await find()
      const starters = left.filter(({ command }) => command === 'unshare')
      for (const { pid } of [...starters, ...left]) signal(pid, 'SIGKILL')
      return left.length === 0
    },
    sentence,
    20_000,
  )
}

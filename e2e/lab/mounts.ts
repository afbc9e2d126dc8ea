// The machine's mounts below a folder, deepest first, and their removal.
import { readFile } from 'node:fs/promises'
import { run } from './run'

export const mountPoints = async (below: string): Promise<string[]> => {
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  return table
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((point) => point.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))))
    .filter((point) => point === below || point.startsWith(`${below}/`))
    .reverse()
}

export const removeMounts = async (below: string): Promise<void> => {
  for (const point of await mountPoints(below)) {
    await run('umount', [point]).catch(() => run('umount', ['-l', point]))
  }
}

// Which shells and users a container has, read from its files: nothing is run in it to find out, and stopped ones answer too.
import type { ContainerUser, ShellChoice } from '@/lib/contract/terminals'
import { isDirectory, isExecutable, isSymlink, readSmallFile, statPath } from './archive'
import type { Engine } from './engine'

/** Best first. The last one is where images without a distribution keep theirs for debugging. */
const candidates = [
  ['bash', ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash']],
  ['zsh', ['/bin/zsh', '/usr/bin/zsh']],
  ['fish', ['/usr/bin/fish', '/bin/fish']],
  ['ash', ['/bin/ash']],
  ['sh', ['/bin/sh', '/usr/bin/sh', '/busybox/sh']],
  ['dash', ['/bin/dash']],
  ['pwsh', ['/usr/bin/pwsh']],
] as const

const largestPasswd = 256 * 1024
const mostUsers = 500

const isProgram = async (engine: Engine, id: string, path: string): Promise<boolean> => {
  const found = await statPath(engine, id, path)
  if (found === null) return false
  const real = isSymlink(found) ? await statPath(engine, id, found.linkTarget) : found
  // A link to a link is beyond one look: it is there, and opening it will tell.
  return real !== null && !isDirectory(real) && (isSymlink(real) || isExecutable(real))
}

export async function findShells(engine: Engine, id: string): Promise<ShellChoice[]> {
  const found = await Promise.all(
    candidates.map(async ([name, paths]) => {
      for (const path of paths) if (await isProgram(engine, id, path)) return { name, path }
      return null
    }),
  )
  return found.filter((shell) => shell !== null)
}

/** Lines that are none are left out. */
export const parsePasswd = (text: string): ContainerUser[] =>
  text
    .split('\n')
    .flatMap((line) => {
      const [name = '', , uid = ''] = line.split(':')
      return /^[\w.-]{1,100}$/.test(name) && /^\d{1,10}$/.test(uid) ? [{ name, uid: Number(uid) }] : []
    })
    .slice(0, mostUsers)

export async function findUsers(engine: Engine, id: string): Promise<ContainerUser[]> {
  const file = await readSmallFile(engine, id, '/etc/passwd', { limitBytes: largestPasswd })
  return file === null ? [] : parsePasswd(file.toString('utf8'))
}

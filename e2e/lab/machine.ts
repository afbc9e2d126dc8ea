// What the machine must be before a lab can stand on it: Linux, root, and a few tools that start nothing when installed.
import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { AppError } from '@/server/errors'
import { run } from './run'

export type Say = (line: string) => void

export const requireLinuxRoot = (): void => {
  if (process.platform !== 'linux') {
    throw new AppError(
      'not_supported',
      `The lab runs real Docker engines in Linux namespaces; this machine runs ${process.platform}.`,
      {
        details: { fix: 'Use `npm start` with your own Docker hosts, or run the lab on a Debian or Ubuntu machine.' },
      },
    )
  }
  if (process.getuid?.() !== 0) {
    throw new AppError(
      'forbidden',
      'The lab creates network namespaces and starts Docker engines, which only root may do.',
      {
        details: { fix: 'Run the command as root, or use `npm start` with your own Docker hosts.' },
      },
    )
  }
}

const systemDirectories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** PATH with the administrator's folders, which a plain login may lack. */
export const systemPath = (): string => {
  const listed = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '')
  return [...new Set([...listed, ...systemDirectories])].join(delimiter)
}

export const findProgram = async (name: string, path = systemPath()): Promise<string | null> => {
  for (const directory of path.split(delimiter)) {
    const file = join(directory, name)
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return file
  }
  return null
}

export interface Distribution {
  id: 'debian' | 'ubuntu'
  codename: string
}

export const readDistribution = async (): Promise<Distribution> => {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const value = (key: string) => new RegExp(`^${key}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  const id = value('ID')
  const codename = value('VERSION_CODENAME')
  if ((id === 'debian' || id === 'ubuntu') && codename !== '') return { id, codename }
  throw new AppError(
    'not_supported',
    `The lab fetches its engines as Debian or Ubuntu packages; this is ${value('PRETTY_NAME') || 'another system'}.`,
    {
      details: { fix: 'Use `npm start` with your own Docker hosts, or run the lab on a Debian or Ubuntu machine.' },
    },
  )
}

const neededPrograms = [
  { program: 'ip', packageName: 'iproute2' },
  { program: 'iptables', packageName: 'iptables' },
  { program: 'openssl', packageName: 'openssl' },
]

/** Installs the few system tools that are missing; none of them starts anything. */
export const installMissingTools = async (say: Say): Promise<void> => {
  const missing: string[] = []
  for (const { program, packageName } of neededPrograms) {
    if ((await findProgram(program)) === null) missing.push(packageName)
  }
  if (missing.length === 0) return
  const env = { DEBIAN_FRONTEND: 'noninteractive', PATH: systemPath() }
  const install = () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=180', ...missing], { env })
  say(`Installing ${missing.join(', ')}`)
  await install().catch(async () => {
    await run('apt-get', ['-o', 'DPkg::Lock::Timeout=180', 'update'], { env })
    await install()
  })
}

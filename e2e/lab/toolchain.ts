// Chooses the programs a lab runs: the machine's own dockerd if there is one, else one unpacked from packages, and
// beside it everything an engine starts itself.
import { existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { AppError } from '@/server/errors'
import { type Distribution, findProgram, readDistribution, type Say, systemPath } from './machine'
import { type PackageSet, unpackedPackages } from './packages'
import { run } from './run'
import type { Generation } from './types'

export interface Toolchain {
  dockerd: string
  /** Environment of an engine: its own programs first. */
  env: Record<string, string>
  init: string
  busybox: string
  registry: string
  etcd: string
}

export interface ClientTools {
  dockerCli: string
  /** The folder of the compose and buildx plugins, for a DOCKER_CONFIG. */
  plugins: string
}

const modernSuite = ({ id, codename }: Distribution): string =>
  id === 'debian' && ['bullseye', 'bookworm'].includes(codename) ? 'trixie' : codename

const baseSet = ({ codename }: Distribution): PackageSet => ({
  name: 'base',
  suite: codename,
  packages: ['runc', 'tini', 'docker-registry', 'etcd-server'],
})

// Debian 12's busybox crashes at `wget -T`, which half of all health checks use.
const shellSet = (distribution: Distribution): PackageSet => ({
  name: 'shell',
  suite: modernSuite(distribution),
  packages: ['busybox-static'],
})

const runtimeLibraries = ({ codename }: Distribution): PackageSet => ({
  name: 'libraries',
  suite: codename,
  packages: ['libseccomp2', 'libdevmapper1.02.1', 'libsystemd0'],
})

const modernSet = (distribution: Distribution): PackageSet => ({
  name: 'modern',
  suite: modernSuite(distribution),
  packages:
    distribution.id === 'debian'
      ? ['docker.io', 'containerd', 'docker-cli', 'docker-compose', 'docker-buildx']
      : ['docker.io', 'containerd', 'docker-compose-v2', 'docker-buildx'],
})

const kvSet = (distribution: Distribution): PackageSet => {
  if (distribution.id !== 'debian') {
    throw new AppError(
      'not_supported',
      'Engines of the key-value-store generation come from Debian 12; this machine has no Debian mirror.',
      {
        details: { fix: 'Use generation "modern", or run the lab on Debian.' },
      },
    )
  }
  return { name: 'kv', suite: 'bookworm', packages: ['docker.io', 'containerd'] }
}

/** Where a dockerd that was given may have its containerd: with it, or as packages lay them out. */
const besides = (engine: string): string[] => [dirname(engine), join(dirname(engine), '../bin')]

const programDirectories = (tree: string): string[] =>
  ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((part) => join(tree, part))

export const prepareToolchain = async (
  generation: Generation,
  dockerd: string | null,
  say: Say,
): Promise<Toolchain> => {
  const distribution = await readDistribution()
  const base = await unpackedPackages(baseSet(distribution), distribution, say)
  const shell = await unpackedPackages(shellSet(distribution), distribution, say)
  const system = systemPath()
  const given = dockerd ?? (generation === 'modern' ? await findProgram('dockerd') : null)
  const engine = given ? resolve(given) : null
  if (engine && !existsSync(engine)) throw new AppError('not_found', `There is no dockerd at ${engine}.`)
  const ownTree =
    engine && (await findProgram('containerd', [...besides(engine), system].join(delimiter)))
      ? null
      : await unpackedPackages(generation === 'kv' ? kvSet(distribution) : modernSet(distribution), distribution, say)
  const path = [
    ...(engine ? [...besides(engine), ...(dockerd ? [] : system.split(delimiter))] : []),
    ...(ownTree ? programDirectories(ownTree) : []),
    ...programDirectories(base),
    ...system.split(delimiter),
  ].join(delimiter)
  const find = async (name: string, where = path): Promise<string> => {
    const file = await findProgram(name, where)
    if (file) return file
    throw new AppError('internal', `The lab needs ${name}, and neither the machine nor the fetched packages have it.`)
  }
  const basePath = programDirectories(base).join(delimiter)
  const chosen = engine ?? (await find('dockerd'))
  // `container` keeps engines from loading their AppArmor profile, which would stay in the machine's kernel.
  const env: Record<string, string> = { PATH: path, HOME: '/root', LC_ALL: 'C', container: 'lotse-lab' }
  if (await lacksLibraries([chosen, await find('runc'), await find('containerd')])) {
    const libraries = await unpackedPackages(runtimeLibraries(distribution), distribution, say)
    env.LD_LIBRARY_PATH = await libraryPath(libraries)
  }
  return {
    dockerd: chosen,
    env,
    init: await find('tini-static', basePath),
    busybox: await find('busybox', programDirectories(shell).join(delimiter)),
    registry: await find('docker-registry', basePath),
    etcd: await find('etcd', basePath),
  }
}

/** What the engine of this host is and starts. */
export const toolchainOf = (
  { generation, dockerd }: { generation: Generation; dockerd: string | null },
  { engine }: { engine?: Generation | undefined },
): Promise<Toolchain> =>
  engine === undefined || engine === generation
    ? prepareToolchain(generation, dockerd, () => undefined)
    : prepareToolchain(engine, null, () => undefined)

/** The folders of a tree of unpacked packages that hold shared libraries. */
export const libraryPath = async (tree: string): Promise<string> => {
  const { stdout } = await run('find', [tree, '-name', '*.so*', '-printf', '%h\n'])
  return [...new Set(stdout.split('\n').filter((line) => /\/lib\/[^/]+-linux-gnu$/.test(line)))].join(delimiter)
}

const lacksLibraries = async (programs: string[]): Promise<boolean> => {
  for (const program of programs) {
    const listed = await run('ldd', [program]).catch(() => null)
    if (listed?.stdout.includes('not found')) return true
  }
  return false
}

/** The docker CLI with compose and buildx, never the engine's own, so that every test has the same client. */
export const prepareClient = async (say: Say): Promise<ClientTools> => {
  const distribution = await readDistribution()
  const tree = await unpackedPackages(modernSet(distribution), distribution, say)
  return { dockerCli: join(tree, 'usr/bin/docker'), plugins: join(tree, 'usr/libexec/docker/cli-plugins') }
}

// The clients that people have, three generations of them beside each other, unpacked from packages: what is said of one
// holds for others only where it was tried.
import { join } from 'node:path'
import { AppError } from '@/server/errors'
import { readDistribution, type Say } from './machine'
import { type PackageSet, unpackedPackages } from './packages'
import { libraryPath, prepareClient, prepareToolchain } from './toolchain'

export type ClientGeneration = 'old' | 'middle' | 'new'

export type Clients = {
  /** docker 20.10, 26.1, 28.5. */
  docker: Record<ClientGeneration, string>
  /** Folders with compose and buildx, for a DOCKER_CONFIG: 2.26 and 0.13, 2.40 and 0.29. */
  plugins: Record<Exclude<ClientGeneration, 'old'>, string>
  /** Runs docker-compose 1.29 when told its program, and has docker-py. */
  python: { program: string; compose: string; env: Record<string, string> }
}

const newestSet: PackageSet = {
  name: 'newest',
  suite: 'forky',
  packages: ['docker-cli', 'docker-compose', 'docker-buildx'],
}

const pythonPackages = [
  'python3.11',
  'python3.11-minimal',
  'python3-distutils',
  'python3-lib2to3',
  'docker-compose',
  ...['attr', 'certifi', 'chardet', 'charset-normalizer', 'distro', 'docker', 'dockerpty', 'docopt', 'dotenv', 'idna'],
  ...['jsonschema', 'pkg-resources', 'pyrsistent', 'requests', 'six', 'texttable', 'urllib3', 'websocket', 'yaml'],
].map((name) => (name.includes('python') || name === 'docker-compose' ? name : `python3-${name}`))

const pythonSet: PackageSet = { name: 'python', suite: 'bookworm', packages: pythonPackages, withLibraries: true }

const silent = () => undefined

export async function prepareClients(say: Say = silent): Promise<Clients> {
  const distribution = await readDistribution()
  if (distribution.id !== 'debian') {
    throw new AppError('not_supported', 'The clients of three generations come from Debian; this machine is not one.')
  }
  const middle = await prepareClient(say)
  const old = await prepareToolchain('kv', null, say)
  const newest = await unpackedPackages(newestSet, distribution, say)
  const python = await unpackedPackages(pythonSet, distribution, say)
  const modules = ['usr/lib/python3/dist-packages', 'usr/lib/python3.11'].map((part) => join(python, part))
  return {
    docker: {
      old: join(old.dockerd, '../../bin/docker'),
      middle: middle.dockerCli,
      new: join(newest, 'usr/bin/docker'),
    },
    plugins: { middle: middle.plugins, new: join(newest, 'usr/libexec/docker/cli-plugins') },
    python: {
      program: join(python, 'usr/bin/python3.11'),
      compose: join(python, 'usr/bin/docker-compose'),
      env: {
        PYTHONPATH: modules.join(':'),
        PYTHONDONTWRITEBYTECODE: '1',
        LD_LIBRARY_PATH: await libraryPath(python),
      },
    },
  }
}

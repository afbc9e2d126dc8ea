// Fetches distribution packages with apt itself and unpacks them into a folder of the lab's own: the system's package
// database is not touched and no maintainer script runs, so no engine or server is started on the machine.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/errors'
import { cacheRoot } from './locations'
import { withLock } from './lock'
import { type Distribution, type Say, systemPath } from './machine'
import { run } from './run'

export interface PackageSet {
  name: string
  suite: string
  packages: string[]
  /** Also the shared libraries that the packages depend on. */
  withLibraries?: boolean
}

/** Unpacks the set once and answers the folder; a folder that is there is complete. */
export const unpackedPackages = async (set: PackageSet, distribution: Distribution, say: Say): Promise<string> => {
  const contents = createHash('sha256').update(set.packages.join(' ')).digest('hex').slice(0, 8)
  const target = join(cacheRoot(), 'packages', `${set.suite}-${set.name}-${contents}`)
  if (await isDirectory(target)) return target
  return withLock(join(cacheRoot(), `.lock-${set.suite}`), async () => {
    if (await isDirectory(target)) return target
    say(`Fetching packages of ${set.suite}: ${set.packages.join(', ')}`)
    const apt = await privateApt(set.suite, distribution)
    const names = set.withLibraries ? await libraryClosure(apt, set.packages) : set.packages
    const archives = join(apt.directory, `archives-${set.name}`)
    const unpacked = `${target}.new`
    for (const directory of [archives, unpacked]) {
      await rm(directory, { recursive: true, force: true })
      await mkdir(directory, { recursive: true })
    }
    await run('apt-get', [...apt.options, 'download', ...names], { cwd: archives, env: aptEnvironment() })
    for (const archive of await readdir(archives)) await run('dpkg', ['-x', join(archives, archive), unpacked])
    await rm(archives, { recursive: true, force: true })
    await rename(unpacked, target)
    return target
  })
}

const isDirectory = async (path: string): Promise<boolean> => (await readdir(path).catch(() => null)) !== null
const aptEnvironment = () => ({ PATH: systemPath(), LC_ALL: 'C' })

interface PrivateApt {
  directory: string
  options: string[]
}

const fetchedLists = new Map<string, Promise<PrivateApt>>()

/** The lists of a suite are fetched once in a process. */
const privateApt = (suite: string, distribution: Distribution): Promise<PrivateApt> => {
  const fetched = fetchedLists.get(suite) ?? fetchLists(suite, distribution)
  fetchedLists.set(suite, fetched)
  fetched.catch(() => fetchedLists.delete(suite))
  return fetched
}

const fetchLists = async (suite: string, distribution: Distribution): Promise<PrivateApt> => {
  const directory = join(cacheRoot(), 'apt', suite)
  const lists = join(directory, 'lists')
  await mkdir(join(lists, 'partial'), { recursive: true })
  await mkdir(join(directory, 'cache', 'archives', 'partial'), { recursive: true })
  const sources = join(directory, 'sources.list')
  await writeFile(sources, await sourceLines(suite, distribution))
  const options = [
    `Dir::Etc::SourceList=${sources}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${lists}`,
    // What is installed must not matter: apt would ask for the installed version, which the list may not have.
    'Dir::State::status=/dev/null',
    `Dir::Cache=${join(directory, 'cache')}`,
    'APT::Get::List-Cleanup=0',
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::Retries=2',
  ].flatMap((option) => ['-o', option])
  await run('apt-get', [...options, 'update'], { env: aptEnvironment() }).catch((cause: unknown) => {
    throw new AppError('internal', `The package lists of ${suite} could not be fetched.`, {
      cause,
      details: { fix: 'Check that `apt-get update` works on this machine.', reason: String(cause) },
    })
  })
  return { directory, options }
}

/** The mirror is the one the machine itself uses; only the suite differs. */
const sourceLines = async (suite: string, distribution: Distribution): Promise<string> => {
  const { stdout } = await run(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages'],
    {
      env: aptEnvironment(),
    },
  )
  const lines = stdout.split('\n').map((line) => line.split(' '))
  const own = lines.find(([, codename]) => codename === distribution.codename)?.[0]
  const mirror = own ?? lines.find(([uri]) => /\/(debian|ubuntu)\/?$/.test(uri ?? ''))?.[0] ?? lines[0]?.[0]
  if (!mirror) {
    throw new AppError('not_supported', 'apt has no package source configured, so the lab cannot fetch its engines.', {
      details: { fix: 'Add a package source to /etc/apt/sources.list, or give an engine: --dockerd PATH.' },
    })
  }
  const components = distribution.id === 'ubuntu' ? 'main universe' : 'main'
  const suites = distribution.id === 'ubuntu' ? [suite, `${suite}-updates`] : [suite]
  const keyring = `/usr/share/keyrings/${distribution.id}-archive-keyring.gpg`
  const hasKeyring = await readFile(keyring).then(
    () => true,
    () => false,
  )
  const signed = hasKeyring ? `[signed-by=${keyring}] ` : ''
  return suites.map((name) => `deb ${signed}${mirror} ${name} ${components}\n`).join('')
}

/** What apt would install on an empty machine, reduced to the packages asked for and shared libraries. */
const libraryClosure = async (apt: PrivateApt, packages: string[]): Promise<string[]> => {
  const { stdout } = await run('apt-get', [...apt.options, '-s', '--no-install-recommends', 'install', ...packages], {
    env: aptEnvironment(),
  })
  const names = stdout.split('\n').flatMap((line) => /^Inst (\S+)/.exec(line)?.[1] ?? [])
  return names.filter((name) => packages.includes(name) || /^(lib|zlib|redis|nginx)/.test(name))
}

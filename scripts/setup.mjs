// What every command needs before it can start: dependencies, the generated database client, a build. Plain JavaScript
// without dependencies, because it runs before anything is installed. Each step is skipped when nothing changed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const oldestNode = [20, 19]

/** Says a step; commands print what they do, never a stack trace. */
export const say = (text) => process.stdout.write(`${text}\n`)

/** Ends the command with a sentence that tells what is missing and what to do. */
export function stop(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

/** Runs a program to its end with its output on ours; resolves to its exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options })
    child.once('error', (error) => {
      process.stderr.write(`${program} does not start: ${error.message}\n`)
      resolve(127)
    })
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/** Runs a program that must end well; its output is shown only when it does not. */
export function must(what, program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, ...options })
  if (result.status === 0) return result.stdout
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  return stop(`${what} failed (${[program, ...args].join(' ')}${result.error ? `: ${result.error.message}` : ''}).`)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    stop(`Lotse needs Node ${oldestNode.join('.')} or newer; this is ${process.version}.`)
  }
}

const digestOf = (...files) => {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

/** Runs `step` unless the stamp under node_modules says it was done for these very inputs. */
function once(stamp, digest, step) {
  const file = path.join(root, 'node_modules', '.lotse', stamp)
  if (existsSync(file) && readFileSync(file, 'utf8') === digest) return
  step()
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, digest)
}

/** Installs the npm packages of the lock file and generates the database client. */
export function ensureDependencies() {
  checkNode()
  once('dependencies', digestOf('package.json', 'package-lock.json') + process.version, () => {
    say('Installing npm packages (once; better-sqlite3 is compiled where no prebuilt file is to be had) …')
    // Not `npm ci`: it refuses a lock file that leaves out optional packages of other platforms, which a registry may lack.
    must('npm install', 'npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
  })
  once('generated', digestOf('prisma/schema.prisma', 'package-lock.json'), () => {
    say('Generating the database client …')
    must('npm run generate', 'npm', ['run', '--silent', 'generate'])
  })
}

const sourceRoots = [
  'app',
  'components',
  'lib',
  'server',
  'prisma/schema.prisma',
  'prisma/migrations',
  'next.config.mjs',
  'package-lock.json',
]

function newestChange(entry) {
  const stats = statSync(entry)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(entry).map((name) => newestChange(path.join(entry, name))))
}

/** Builds the console and the server when a source is newer than the last build. */
export async function ensureBuilt() {
  const built = path.join(root, 'dist', 'server.js')
  const newest = Math.max(
    ...sourceRoots
      .filter((name) => existsSync(path.join(root, name)))
      .map((name) => newestChange(path.join(root, name))),
  )
  if (existsSync(built) && existsSync(path.join(root, '.next', 'BUILD_ID')) && statSync(built).mtimeMs > newest) return
  say('Building the console and the server …')
  if ((await run('npm', ['run', '--silent', 'build'])) !== 0) stop('The build failed; its output is above.')
}

/** Debian packages that are not there yet are installed; without root or apt it says which are missing. */
export function ensureDebianPackages(wanted) {
  const missing = Object.entries(wanted)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name)
  if (missing.length === 0) return
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get'))
    stop(`Missing programs: install ${missing.join(', ')}.`)
  if (process.getuid?.() !== 0) stop(`Missing Debian packages: sudo apt-get install ${missing.join(' ')}`)
  say(`Installing Debian packages: ${missing.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patient = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=180']
  must('apt-get update', 'apt-get', [...patient, 'update', '-qq'], { env })
  must('apt-get install', 'apt-get', [...patient, 'install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
  })
}

// The program in the place of classic Swarm's on real engines, for tests: managers and those who join, the stores they meet in, and
// the real docker that asks.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CommandProcess, runCommand, startCommand } from '@/e2e/command-process'
import {
  prepareDiscoveryStores,
  type RunningStore,
  type StoreFiles,
  type StoreName,
  startDiscoveryStore,
} from '@/e2e/lab/discovery-stores'
import type { Lab } from '@/e2e/lab/types'
import { createEtcdV2 } from '@/server/discovery/stores/etcd-v2'
import { createHttpStore } from '@/server/discovery/stores/http-store'
import { testCertificates } from './certificates'
import { eventually, within } from './within'

export type CommandLab = Awaited<ReturnType<typeof openCommandLab>>
export type Manager = { command: CommandProcess; listen: string }

export const containerId = /^[0-9a-f]{64}$/
export const quick = [
  '--engine-refresh-min-interval=1s',
  '--engine-refresh-max-interval=1s',
  '--engine-failure-retry=1',
]
export const slow = [
  '--engine-refresh-min-interval=20s',
  '--engine-refresh-max-interval=20s',
  '--engine-failure-retry=20',
]
/** `docker run` of one that does nothing. */
export const sleeper = (name: string, ...flags: string[]) => [
  'run',
  '-d',
  '--name',
  name,
  ...flags,
  'busybox',
  'sleep',
  '1000',
]
/** Of what `docker info` says: the role, and who the primary is if it is another. */
export const roleOf = (info: string) => /Role: (\w+)(?:\n Primary: (\S+))?/.exec(info)?.slice(1, 3)

export async function openCommandLab(lab: Lab) {
  const programs = await prepareDiscoveryStores(() => undefined)
  const cli = await lab.client('n1')
  const directory = await mkdtemp(path.join(tmpdir(), 'command-'))
  const started: CommandProcess[] = []
  const stores: RunningStore[] = []
  // Below the ports that the kernel gives to outgoing connections.
  let nextPort = 23_000 + (process.pid % 900) * 10

  const start = (args: readonly string[], env?: Record<string, string>): CommandProcess => {
    const command = startCommand(args, env)
    started.push(command)
    return command
  }
  const spawned = (listen: string, args: readonly string[]) => {
    const { DOCKER_CONFIG = '' } = cli.env
    const env = { ...process.env, DOCKER_CONFIG, DOCKER_HOST: `tcp://${listen}` }
    return spawn(cli.dockerCli, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  }
  /** What it prints, and how it ended if not well. */
  const docker = (listen: string, ...args: string[]): Promise<string> =>
    new Promise((resolve) => {
      const child = spawned(listen, args)
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text))
      child.once('close', (code) => resolve(code === 0 ? output.trim() : `exit ${code}: ${output.trim()}`))
    })
  const ping = (listen: string): Promise<number> =>
    fetch(`http://${listen}/_ping`).then(
      ({ status }) => status,
      () => 0,
    )
  const writePem = async (name: string, text: string) => {
    const file = path.join(directory, `${name}.pem`)
    await writeFile(file, text, { mode: 0o600 })
    return file
  }

  return {
    directory,
    start,
    docker,
    ping,
    placeOf: (listen: string, name: string) => docker(listen, 'inspect', '-f', '{{.Node.Name}}', name),
    authorities: lab.hosts.map(({ address }) => address.replace('tcp://', '')),
    nextListen: () => {
      nextPort += 1
      return `127.0.0.1:${nextPort}`
    },
    /** A manager, as scripts start it. */
    manage(listen: string, ...args: string[]): Manager {
      return {
        listen,
        command: start(['-l', 'debug', '-experimental', 'manage', '-H', listen, '--heartbeat=1s', ...args]),
      }
    },
    /** The first `info` in which as many hosts are well: the API is up in 15 s, then they are. */
    async firstInfo(listen: string, hosts: number): Promise<string> {
      await within(15, () => ping(listen), 200)
      await within(10, () => docker(listen, 'info'), `Nodes: ${hosts}\n`)
      const whole = new RegExp(`Nodes: ${hosts}\\n(?:[^]*Status: Healthy\\n){${hosts}}`)
      return within(15, () => docker(listen, 'info'), whole)
    },
    healthy: async (listen: string): Promise<number> =>
      (await docker(listen, 'info')).match(/Status: Healthy/g)?.length ?? 0,
    /** What `docker events` prints from now on, once it is there to hear. */
    async events(listen: string) {
      const child = spawned(listen, ['events', '--since', '1s'])
      let heard = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (heard += text))
      const [, port = ''] = listen.split(':')
      const isThere = `0100007F:${Number(port).toString(16).toUpperCase().padStart(4, '0')} 01`
      await eventually(() => readFile('/proc/net/tcp', 'utf8'), isThere)
      return { heard: () => heard, end: () => child.kill() }
    },
    async startStore(name: StoreName, tls?: StoreFiles): Promise<RunningStore> {
      const store = await startDiscoveryStore(name, programs, tls)
      stores.push(store)
      return store
    },
    /** A store's certificate, and the options of those who come to it with one of their own. */
    async withTls(name: string) {
      const { ca, server, client } = testCertificates
      const files: StoreFiles = {
        ca: await writePem(`${name}-ca`, ca),
        cert: await writePem(`${name}-cert`, server.cert),
        key: await writePem(`${name}-key`, server.key),
      }
      const theirs: StoreFiles = {
        ca: files.ca,
        cert: await writePem(`${name}-client-cert`, client.cert),
        key: await writePem(`${name}-client-key`, client.key),
      }
      const options = [`kv.cacertfile=${theirs.ca}`, `kv.certfile=${theirs.cert}`, `kv.keyfile=${theirs.key}`]
      return { files, client: theirs, options: options.flatMap((each) => ['--discovery-opt', each]) }
    },
    /** What managers of classic Swarm find, which know the older API of etcd alone. */
    async listedByV2({ url }: RunningStore, tls: StoreFiles): Promise<string[]> {
      const http = createHttpStore([url.replace('etcd://', '')], tls)
      const told = new AbortController()
      let hosts: string[] = []
      const hear = (entries: ReadonlyMap<string, string>) => {
        hosts = [...entries.values()].sort()
        told.abort()
      }
      await createEtcdV2(http).watch('test/docker/swarm/nodes', hear, told.signal)
      http.close()
      return hosts
    },
    listed: async (...args: string[]): Promise<string[]> =>
      (await runCommand(['list', ...args])).answer.trim().split('\n').sort(),
    async close() {
      await Promise.all(started.map((each) => each.end('SIGKILL')))
      await Promise.all(stores.map((each) => each.end()))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

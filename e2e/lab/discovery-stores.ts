// Consul and ZooKeeper as programs of their own on loopback, and etcd beside them: started, killed with or without what they
// hold, started again. They end with the test that started them.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpStore } from '@/server/discovery/stores/http-store'
import { findProgram, readDistribution, type Say, systemPath } from './machine'
import { unpackedPackages } from './packages'
import { run } from './run'
import { prepareToolchain } from './toolchain'
import { until } from './waiting'

export type StoreName = 'etcd' | 'consul' | 'zk'
export type RunningStore = {
  /** `etcd://127.0.0.1:PORT` */
  url: string
  /** kill -9. */
  kill(): Promise<void>
  /** Starts it again; `empty`: without what it held. */
  start(options?: { empty?: boolean }): Promise<void>
  end(): Promise<void>
}

const jars = ['zookeeper', 'zookeeper-jute', 'slf4j-api', 'slf4j-nop', 'metrics-core', 'snappy-java']

const findJava = async (say: Say): Promise<string> => {
  const found = await findProgram('java')
  if (found) return found
  say('Installing default-jre-headless')
  const env = { DEBIAN_FRONTEND: 'noninteractive', PATH: systemPath() }
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=180']
  await run('apt-get', ['install', ...options, 'default-jre-headless'], { env })
  return 'java'
}

/** Fetches the programs, so that starting them needs no network. */
export const prepareDiscoveryStores = async (say: Say) => {
  const distribution = await readDistribution()
  const consul = await unpackedPackages({ name: 'consul', suite: 'bullseye', packages: ['consul'] }, distribution, say)
  const packages = ['libzookeeper-java', 'libslf4j-java', 'libdropwizard-metrics-java', 'libsnappy-java']
  const zookeeper = await unpackedPackages(
    { name: 'zookeeper', suite: distribution.codename, packages },
    distribution,
    say,
  )
  const classPath = jars.map((jar) => join(zookeeper, 'usr/share/java', `${jar}.jar`)).join(':')
  const { etcd, env } = await prepareToolchain('modern', null, say)
  return { consul: join(consul, 'usr/bin/consul'), classPath, java: await findJava(say), etcd, env }
}

const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

type Programs = Awaited<ReturnType<typeof prepareDiscoveryStores>>

/** Paths: the authority of both sides, and the store's own certificate. Whoever comes needs one too. */
export type StoreFiles = { ca: string; cert: string; key: string }
type CommandOf = (programs: Programs, data: string, ports: number[], tls?: StoreFiles) => [string, ...string[]]

const commands: Record<StoreName, CommandOf> = {
  etcd: ({ etcd }, data, [client, peer], tls) => {
    const urls = (kind: string, port: number | undefined, scheme = 'http') => [
      `--${kind}-urls`,
      `${scheme}://127.0.0.1:${port}`,
    ]
    const scheme = tls ? 'https' : 'http'
    const files = tls ? ['--cert-file', tls.cert, '--key-file', tls.key, '--trusted-ca-file', tls.ca] : []
    const certificates = tls ? [...files, '--client-cert-auth'] : []
    const listen = [...urls('listen-client', client, scheme), ...urls('listen-peer', peer), ...certificates]
    const advertise = [...urls('advertise-client', client, scheme), ...urls('initial-advertise-peer', peer)]
    const cluster = ['--initial-cluster', `default=http://127.0.0.1:${peer}`]
    return [etcd, '--enable-v2', '--data-dir', data, ...listen, ...advertise, ...cluster]
  },
  consul: ({ consul }, data, ports, tls) => {
    const files = tls && { ca_file: tls.ca, cert_file: tls.cert, key_file: tls.key, verify_incoming_https: true }
    const secured = files ? ['-http-port', '-1', '-https-port', String(ports[0]), '-hcl', JSON.stringify(files)] : []
    const names = ['http', 'dns', 'grpc', 'serf-lan', 'serf-wan', 'server']
    const flags = names.flatMap((name, at) => [`-${name}-port`, String(ports[at])])
    const server = ['-server', '-bootstrap-expect', '1', '-data-dir', data, '-disable-host-node-id']
    // As it does in its development mode, so that it is its own leader at once.
    const quick = ['-hcl', 'performance { raft_multiplier = 1 } leave_on_terminate = false']
    // Set up both ways: sessions as short as they are asked for, and of ten seconds at least, as it comes.
    const short = tls ? [] : ['-hcl', 'session_ttl_min = "2s"']
    const listen = ['-bind', '127.0.0.1', '-client', '127.0.0.1']
    return [consul, 'agent', ...server, ...listen, ...flags, ...secured, ...quick, ...short]
  },
  zk: ({ java, classPath }, data) => [
    java,
    '-Xmx96m',
    '-cp',
    classPath,
    'org.apache.zookeeper.server.quorum.QuorumPeerMain',
    join(data, 'zoo.cfg'),
  ],
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Of Consul only an answer with a leader says that it can be used. */
const isReady = async (name: StoreName, port: number, tls?: StoreFiles): Promise<boolean> => {
  if (name !== 'consul') return listens(port)
  const http = createHttpStore([`127.0.0.1:${port}`], tls ?? null)
  const answer = await http.ask({ method: 'GET', path: '/v1/status/leader' }).catch(() => null)
  http.close()
  return answer?.status === 200 && answer.text.length > 4
}

export const startDiscoveryStore = async (
  name: StoreName,
  programs: Programs,
  tls?: StoreFiles,
): Promise<RunningStore> => {
  const directory = await mkdtemp(join(tmpdir(), `lotse-${name}-`))
  const data = join(directory, 'data')
  const ports = await freePorts(6)
  const [port = 0] = ports
  let child: ChildProcess | undefined

  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  const start = async ({ empty = false } = {}) => {
    if (empty) await rm(data, { recursive: true, force: true })
    await mkdir(data, { recursive: true, mode: 0o700 })
    const configuration = `tickTime=500\ndataDir=${data}\nclientPort=${port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n`
    if (name === 'zk') await writeFile(join(data, 'zoo.cfg'), configuration)
    const [command, ...args] = commands[name](programs, data, ports, tls)
    let words = ''
    child = spawn(command, args, {
      cwd: directory,
      env: { ...process.env, ...programs.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        words = (words + chunk.toString()).slice(-4_000)
      })
    }
    await until(
      () => isReady(name, port, tls),
      () => `${name} did not start: ${words}`,
      60_000,
    )
  }
  await start()
  return {
    url: `${name}://127.0.0.1:${port}`,
    kill,
    start,
    async end() {
      await kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

// An engine that is none: it speaks enough of Docker's API on a real socket to try the cluster against every way in which
// engines go wrong. State is plain data that a test changes; faults are switches.
import { mkdtemp, rm } from 'node:fs/promises'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import type {
  ContainerInspect,
  EventMessage,
  ImageSummary,
  InfoAnswer,
  NetworkSummary,
  VolumeSummary,
} from '@/server/docker/api-types'

export type EngineFault =
  | 'none'
  /** Accepts connections and says nothing, like a stopped process. */
  | 'hang'
  /** Answers everything with a web page. */
  | 'html'
  /** Ends each answer in the middle of its body. */
  | 'truncate'
  /** Closes each connection without a word. */
  | 'reset'
  /** Status 500 with Docker's error body. */
  | 'error'

export type FakeContainer = ContainerInspect & { Id: string }

export type FakeEngine = {
  /** tcp:// or unix:// */
  address: string
  info: InfoAnswer
  version: { ApiVersion: string; MinAPIVersion: string; Version: string }
  containers: Map<string, FakeContainer>
  networks: NetworkSummary[]
  images: ImageSummary[]
  volumes: VolumeSummary[]
  fault: EngineFault
  /** Faults for paths that begin so, e.g. `/networks`. */
  pathFaults: Map<string, EngineFault>
  /** Each answer waits this long. */
  delayMs: number
  /** `METHOD /path`, without version and query, since the start. */
  requests: string[]
  emit(event: EventMessage): void
  /** Sets the container's state and tells of it, as an engine does. */
  setState(id: string, state: string, action: string): void
  add(container: FakeContainer): void
  remove(id: string): void
  /** Answers a path itself. */
  routes: Map<string, (request: IncomingMessage, response: ServerResponse, body: Buffer) => void>
  /** Takes the connection of a path over. */
  upgrades: Map<string, (request: IncomingMessage, socket: Duplex, head: Buffer) => void>
  eventStreams(): number
  connections(): number
  /** Stops listening and cuts every connection. */
  stop(): Promise<void>
  /** Listens at the same address again. */
  restart(): Promise<void>
}

export type FakeEngineOptions = { id?: string; name?: string; unix?: boolean; containers?: FakeContainer[] }

let serial = 0

export const fakeContainer = (over: Partial<FakeContainer> & { Id: string }): FakeContainer => ({
  Name: `/${over.Id.slice(0, 6)}`,
  Created: '2026-01-01T00:00:00Z',
  Path: 'sh',
  Args: [],
  Image: 'sha256:1',
  RestartCount: 0,
  State: {
    Status: 'running',
    Running: true,
    ExitCode: 0,
    StartedAt: '2026-01-01T00:00:01Z',
    FinishedAt: '0001-01-01T00:00:00Z',
  },
  Config: { Image: 'busybox:1', Labels: {} },
  HostConfig: { NetworkMode: 'bridge' },
  NetworkSettings: { Ports: {}, Networks: { bridge: { NetworkID: 'net-bridge', IPAddress: '172.17.0.2' } } },
  Mounts: [],
  ...over,
})

const summaryOf = (container: FakeContainer) => ({
  Id: container.Id,
  Names: [container.Name],
  Image: container.Config?.Image,
  ImageID: container.Image,
  Labels: container.Config?.Labels,
  State: container.State?.Status,
  Status: container.State?.Health?.Status ? `Up 1 second (${container.State.Health.Status})` : 'Up 1 second',
  NetworkSettings: { Networks: container.NetworkSettings?.Networks ?? {} },
})

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const text = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

export async function startFakeEngine(options: FakeEngineOptions = {}): Promise<FakeEngine> {
  serial += 1
  const streams = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  const directory = options.unix ? await mkdtemp(path.join(tmpdir(), 'fake-engine-')) : null
  const listenAt: { path: string } | { host: string; port: number } = directory
    ? { path: path.join(directory, 'docker.sock') }
    : { host: '127.0.0.1', port: 0 }

  const engine: FakeEngine = {
    address: '',
    info: {
      ID: options.id ?? `ENGINE-${serial}`,
      Name: options.name ?? `fake-${serial}`,
      ServerVersion: '26.1.5',
      OperatingSystem: 'Fake Linux',
      OSType: 'linux',
      Architecture: 'x86_64',
      KernelVersion: '6.1.0',
      Driver: 'overlay2',
      NCPU: 4,
      MemTotal: 8 * 2 ** 30,
      Labels: [],
      DockerRootDir: '/var/lib/docker',
      Plugins: { Network: ['bridge', 'host', 'overlay'] },
      Swarm: { LocalNodeState: 'inactive' },
    },
    version: { ApiVersion: '1.45', MinAPIVersion: '1.24', Version: '26.1.5' },
    containers: new Map((options.containers ?? []).map((container) => [container.Id, container])),
    networks: [{ Id: 'net-bridge', Name: 'bridge', Scope: 'local', Driver: 'bridge' }],
    images: [],
    volumes: [],
    fault: 'none',
    pathFaults: new Map(),
    delayMs: 0,
    requests: [],
    routes: new Map(),
    upgrades: new Map(),
    emit(event) {
      for (const stream of streams) stream.write(`${JSON.stringify(event)}\n`)
    },
    setState(id, status, action) {
      const container = engine.containers.get(id)
      if (!container) throw new Error(`no container ${id}`)
      container.State = { ...container.State, Status: status, Running: status === 'running' }
      engine.emit({ Type: 'container', Action: action, Actor: { ID: id } })
    },
    add(container) {
      engine.containers.set(container.Id, container)
      engine.emit({ Type: 'container', Action: 'create', Actor: { ID: container.Id } })
    },
    remove(id) {
      engine.containers.delete(id)
      engine.emit({ Type: 'container', Action: 'destroy', Actor: { ID: id } })
    },
    eventStreams: () => streams.size,
    connections: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      if (directory) await rm(directory, { recursive: true, force: true })
    },
    async restart() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(listenAt, () => resolve())
      })
    },
  }

  const answer = async (request: IncomingMessage, response: ServerResponse, route: string): Promise<void> => {
    const own = engine.routes.get(route)
    if (own) return own(request, response, await readBody(request))
    const inspected = /^\/containers\/([^/]+)\/json$/.exec(route)?.[1]
    if (route === '/_ping') return void response.end('OK')
    if (route === '/version') return sendJson(response, engine.version)
    if (route === '/info') return sendJson(response, { SystemTime: new Date().toISOString(), ...engine.info })
    if (route === '/containers/json') return sendJson(response, [...engine.containers.values()].map(summaryOf))
    if (route === '/networks') return sendJson(response, engine.networks)
    if (route === '/images/json') return sendJson(response, engine.images)
    if (route === '/volumes') return sendJson(response, { Volumes: engine.volumes })
    if (route === '/events') {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.flushHeaders()
      streams.add(response)
      response.once('close', () => streams.delete(response))
      return
    }
    const container = inspected ? engine.containers.get(inspected) : undefined
    if (container) return sendJson(response, container)
    sendJson(response, { message: `No such thing: ${route}` }, 404)
  }

  const server = http.createServer(async (request, response) => {
    const route = (request.url ?? '').replace(/^\/v\d+\.\d+/, '').split('?')[0] ?? ''
    engine.requests.push(`${request.method} ${route}`)
    const fault = [...engine.pathFaults].find(([prefix]) => route.startsWith(prefix))?.[1] ?? engine.fault
    if (engine.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, engine.delayMs))
    switch (fault) {
      case 'hang':
        return
      case 'reset':
        return void request.socket.destroy()
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' })
        return void response.end('<html><body>It works!</body></html>')
      case 'error':
        return sendJson(response, { message: 'the storage driver is on fire' }, 500)
      case 'truncate':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
        response.write('{"ID":"ENG')
        return void setTimeout(() => request.socket.destroy(), 5)
      case 'none':
        // Whoever asked has gone in the middle of its body.
        return answer(request, response, route).catch(() => void response.destroy())
    }
  })
  server.on('upgrade', (request, socket: Duplex, head) => {
    const route = (request.url ?? '').replace(/^\/v\d+\.\d+/, '').split('?')[0] ?? ''
    engine.requests.push(`${request.method} ${route}`)
    socket.on('error', () => socket.destroy())
    const take = engine.upgrades.get(route)
    if (take) return take(request, socket, head)
    const body = JSON.stringify({ message: `No such thing: ${route}` })
    socket.end(
      `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await engine.restart()
  const bound = server.address() as AddressInfo | string
  if (typeof bound === 'object' && 'port' in listenAt) listenAt.port = bound.port
  engine.address = typeof bound === 'string' ? `unix://${bound}` : `tcp://127.0.0.1:${bound.port}`
  return engine
}

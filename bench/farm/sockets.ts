// Thousands of engines in one process: one HTTP server that listens nowhere, and a bare listener for each engine that hands
// it its connections. A listener costs a descriptor and little else, and its address tells the engine.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { serveRequest, serveUpgrade } from './serve'
import type { FarmHost } from './types'
import type { FarmWorld } from './world'

/** Of each engine: its listener, the stream of events, and what a client uses while it joins. */
const descriptorsPerHost = 10

export type FarmSockets = {
  listen(host: FarmHost): Promise<void>
  /** New connections are refused, those there are stay. */
  unlisten(host: FarmHost): Promise<void>
  /** Ends every connection of this host. */
  cut(host: FarmHost): void
  connections(): number
  close(): Promise<void>
}

/** Not from process.report: that looks up the name of every open connection first. */
const descriptorLimit = (): number => {
  const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
  return Number(soft) > 0 ? Number(soft) : Number.POSITIVE_INFINITY
}

/** Throws before anything is opened when the process may not have as many descriptors as these hosts need. */
export function checkDescriptors(hosts: number): void {
  const [limit, needed] = [descriptorLimit(), hosts * descriptorsPerHost]
  if (needed > limit) {
    throw new Error(
      `${hosts} hosts need about ${needed} file descriptors, this process may have ${limit}: run \`ulimit -n ${needed}\` first, or take at most ${Math.floor(limit / descriptorsPerHost)} hosts`,
    )
  }
}

export function createSockets(world: () => FarmWorld): FarmSockets {
  const hostOf = new WeakMap<object, FarmHost>()
  const open = new Map<FarmHost, Set<Socket>>()
  const listeners = new Map<FarmHost, net.Server>()

  const server = http.createServer({ keepAlive: true, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })
  server.on('request', (request, response) => {
    const host = hostOf.get(request.socket)
    if (host) serveRequest(world(), host, request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    const host = hostOf.get(socket)
    if (host) serveUpgrade(world(), host, request, socket, head)
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  const accept = (host: FarmHost) => (socket: Socket) => {
    if (host.fault?.kind === 'cut') return void socket.destroy()
    hostOf.set(socket, host)
    const sockets = open.get(host) ?? new Set()
    open.set(host, sockets.add(socket))
    socket.once('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    server.emit('connection', socket)
  }

  const listen = (host: FarmHost): Promise<void> =>
    new Promise((resolve, reject) => {
      if (listeners.has(host)) return resolve()
      const listener = net.createServer({ allowHalfOpen: true }, accept(host))
      listeners.set(host, listener)
      listener.once('error', (error) => {
        listeners.delete(host)
        reject(new Error(`cannot listen on ${host.ip}:${host.port}: ${error.message}`))
      })
      listener.listen({ host: host.ip, port: host.port, backlog: 64 }, () => {
        host.port = (listener.address() as AddressInfo).port
        resolve()
      })
    })

  const unlisten = (host: FarmHost): Promise<void> => {
    const listener = listeners.get(host)
    listeners.delete(host)
    // Its end comes only after its last connection; it takes no new one from now on.
    listener?.close()
    return Promise.resolve()
  }

  const cut = (host: FarmHost): void => {
    for (const socket of open.get(host) ?? []) socket.destroy()
  }

  return {
    listen,
    unlisten,
    cut,
    connections: () => [...open.values()].reduce((sum, sockets) => sum + sockets.size, 0),
    async close() {
      for (const host of [...listeners.keys()]) {
        await unlisten(host)
        cut(host)
      }
    },
  }
}

// The connections to one engine: an HTTP agent that keeps few idle ones, whatever lies beneath (socket, TCP, TLS, SSH).
import http from 'node:http'
import https from 'node:https'
import { connect as connectPlain, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import type { EngineAddress } from './address'
import { openSshTunnel, type SshCredentials } from './ssh'

export type TlsFiles = { ca?: string | undefined; cert?: string | undefined; key?: string | undefined }
export type TransportOptions = {
  tls?: TlsFiles | undefined
  ssh?: SshCredentials | undefined
  connectTimeoutMs: number
}

export type Transport = {
  address: EngineAddress
  connectTimeoutMs: number
  agent: http.Agent
  /** Goes into every request's options. */
  target: http.RequestOptions
  request: typeof http.request
  /** A connection outside the agent's, which either side may close in one direction. */
  connect(done: (error: Error | null, socket: Duplex) => void): void
  /** One that is only listened to: `hear` must have looked at the bytes, or copied them, when it returns. */
  listen(hear: (bytes: Buffer) => void, done: (error: Error | null, socket: Duplex) => void): void
  sshHostKey(): string | undefined
  /** Ends every connection, busy ones too. New ones can be made afterwards. */
  drop(): void
}

/** Until it is connected a failure is the caller's of `connect`; later ones are those of whoever has the socket. */
const whenOpen = (socket: Duplex, event: string, done: (error: Error | null, socket: Duplex) => void): void => {
  const fail = (error: Error) => done(error, socket)
  socket.once('error', fail)
  socket.once(event, () => {
    socket.off('error', fail)
    done(null, socket)
  })
}

/** All that is only listened to is read into this one: a thousand connections need no room each, and leave nothing behind. */
const ear = Buffer.alloc(64 * 1024)

const heardBy = (connect: Transport['connect']): Transport['listen'] => {
  return (hear, done) =>
    connect((error, socket) => {
      if (!error) socket.on('data', hear)
      done(error, socket)
    })
}

const agentOptions = {
  keepAlive: true,
  keepAliveMsecs: 5_000,
  // With the stream of events and the signs of life ten in all, as classic Swarm's clients expect.
  maxFreeSockets: 8,
  scheduling: 'lifo' as const,
  // Of an idle connection: a thousand hosts keep no eight each that only their first look needed.
  timeout: 15_000,
}

export function openTransport(address: EngineAddress, options: TransportOptions): Transport {
  const { connectTimeoutMs } = options
  const plain = (agent: http.Agent, target: { socketPath: string } | { host: string; port?: number }): Transport => {
    const place = 'socketPath' in target ? { path: target.socketPath } : { host: target.host, port: target.port ?? 0 }
    return {
      address,
      connectTimeoutMs,
      agent,
      target,
      request: http.request,
      connect: (done) => whenOpen(connectPlain({ ...place, allowHalfOpen: true }), 'connect', done),
      listen: (hear, done) => {
        const take = (size: number) => {
          hear(ear.subarray(0, size))
          return true
        }
        whenOpen(connectPlain({ ...place, onread: { buffer: ear, callback: take } }), 'connect', done)
      },
      sshHostKey: () => undefined,
      drop: () => agent.destroy(),
    }
  }
  switch (address.kind) {
    case 'unix':
      return plain(new http.Agent(agentOptions), { socketPath: address.path })
    case 'tcp':
      return plain(new http.Agent(agentOptions), { host: address.host, port: address.port })
    case 'tls': {
      const { ca, cert, key } = options.tls ?? {}
      const agent = new https.Agent({ ...agentOptions, ca, cert, key, minVersion: 'TLSv1.2' })
      const { host, port } = address
      const connect: Transport['connect'] = (done) => {
        const servername = isIP(host) === 0 ? { servername: host } : {}
        const options = { host, port, ca, cert, key, minVersion: 'TLSv1.2' as const, allowHalfOpen: true }
        whenOpen(connectTls({ ...options, ...servername }), 'secureConnect', done)
      }
      return { ...plain(agent, { host, port }), request: https.request, connect, listen: heardBy(connect) }
    }
    case 'ssh': {
      const tunnel = openSshTunnel(address, options.ssh ?? {}, connectTimeoutMs)
      const connect = (_options: unknown, done: (error: unknown, socket?: Duplex) => void): void => {
        tunnel.open().then((socket) => done(null, socket), done)
      }
      const agent = Object.assign(new http.Agent(agentOptions), { createConnection: connect })
      const open: Transport['connect'] = (done) => {
        tunnel.open().then(
          (socket) => done(null, socket),
          (error: Error) => done(error, undefined as unknown as Duplex),
        )
      }
      return {
        ...plain(agent, { host: 'localhost' }),
        connect: open,
        listen: heardBy(open),
        sshHostKey: tunnel.hostKey,
        drop: () => {
          agent.destroy()
          tunnel.close()
        },
      }
    }
  }
}

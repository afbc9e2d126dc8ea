// The connections to one engine: an HTTP agent that keeps at most ten idle ones, whatever lies beneath (socket, TCP, TLS, SSH).
import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
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
  sshHostKey(): string | undefined
  /** Ends every connection, busy ones too. New ones can be made afterwards. */
  drop(): void
}

const agentOptions = { keepAlive: true, keepAliveMsecs: 5_000, maxFreeSockets: 10, scheduling: 'lifo' as const }

export function openTransport(address: EngineAddress, options: TransportOptions): Transport {
  const { connectTimeoutMs } = options
  const plain = (agent: http.Agent, target: http.RequestOptions): Transport => ({
    address,
    connectTimeoutMs,
    agent,
    target,
    request: http.request,
    sshHostKey: () => undefined,
    drop: () => agent.destroy(),
  })
  switch (address.kind) {
    case 'unix':
      return plain(new http.Agent(agentOptions), { socketPath: address.path })
    case 'tcp':
      return plain(new http.Agent(agentOptions), { host: address.host, port: address.port })
    case 'tls': {
      const { ca, cert, key } = options.tls ?? {}
      const agent = new https.Agent({ ...agentOptions, ca, cert, key, minVersion: 'TLSv1.2' })
      return { ...plain(agent, { host: address.host, port: address.port }), request: https.request }
    }
    case 'ssh': {
      const tunnel = openSshTunnel(address, options.ssh ?? {}, connectTimeoutMs)
      const connect = (_options: unknown, done: (error: unknown, socket?: Duplex) => void): void => {
        tunnel.open().then((socket) => done(null, socket), done)
      }
      const agent = Object.assign(new http.Agent(agentOptions), { createConnection: connect })
      return {
        ...plain(agent, { host: 'localhost' }),
        sshHostKey: tunnel.hostKey,
        drop: () => {
          agent.destroy()
          tunnel.close()
        },
      }
    }
  }
}

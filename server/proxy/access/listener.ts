// The socket that the Docker API listens on: plain on this machine, or TLS that asks for a client certificate. Who may come in is
// decided afterwards for each request, so that a wrong certificate is told what is wrong with it instead of a broken handshake.
import { constants } from 'node:crypto'
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { TlsMaterial, TlsSource } from '@/server/docker-access/tls-source'

const handshakeTimeoutMs = 20_000

const trustIn = ({ ca, crl = '' }: TlsMaterial): string => ca + crl

const secured = ({ ca, cert, key, crl }: TlsMaterial) => ({ ca, cert, key, ...(crl === undefined ? {} : { crl }) })

export type Listener = {
  server: Server
  /** Ends all connections, those too that have not said yet who they are. */
  cut(): void
  stop(): void
}

export function createListener(options: ServerOptions, tls: TlsSource | null, receive: RequestListener): Listener {
  if (tls === null) {
    const server = createServer(options, receive)
    return { server, stop: () => undefined, cut: () => server.closeAllConnections() }
  }
  const server = createTlsServer(
    {
      ...options,
      ...secured(tls.read()),
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      handshakeTimeout: handshakeTimeoutMs,
      // Half of a stream that was taken over may be closed, as on a plain socket.
      allowHalfOpen: true,
      // Nobody becomes somebody else on an open connection, and none is taken up again with a certificate checked long ago.
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_TICKET,
    },
    receive,
  )
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // Scanners and wrong clients; there is nobody to tell.
  server.on('tlsClientError', () => undefined)
  const cut = () => {
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
  }
  let trusted = trustIn(tls.read())
  const stop = tls.subscribe((material) => {
    server.setSecureContext({
      ...secured(material),
      minVersion: 'TLSv1.2',
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_TICKET,
    })
    // Who came in under another authority or list has not been held against this one.
    if (trustIn(material) !== trusted) cut()
    trusted = trustIn(material)
  })
  return { server, stop, cut }
}

// The one listener: the API answers its own paths, a page handler everything else, and sockets are told apart before Next sees
// any of them. Closing it ends every connection, upgraded ones too.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError, isAppError } from '@/server/errors'
import type { Log } from '@/server/log'
import { endIdleBodies } from './idle-bodies'

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void
export type HttpParts = {
  tls: { cert: string; key: string } | null
  api: RequestListener
  page: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>
  /** WebSockets below /api/ws/. */
  sockets: UpgradeHandler
  /** Next's own socket in development; null: destroyed. */
  nextSockets: UpgradeHandler | null
  log: Log
}
export type HttpServer = { address: AddressInfo; close(): Promise<void> }

const isApiPath = (pathname: string) => /^\/(api(\/|$)|healthz$|readyz$|metrics$)/.test(pathname)

/** Null for what is no path of ours: `*`, or an address in absolute form. */
export const urlOf = (request: IncomingMessage): URL | null => {
  const target = request.url ?? ''
  const text = `http://local${target}`
  return target.startsWith('/') && URL.canParse(text) ? new URL(text) : null
}

export const refusePlainly = (response: ServerResponse, status: number, code: string, message: string): void => {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(JSON.stringify({ error: { code, message } }))
}

export const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

const createListener =
  ({ api, page, log }: HttpParts): RequestListener =>
  (request, response) => {
    const url = urlOf(request)
    if (url === null) return refusePlainly(response, 400, 'invalid_input', 'This is no address of Lotse.')
    if (!/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(request.headers.host ?? '')) {
      return refusePlainly(response, 400, 'invalid_input', 'The request names no host.')
    }
    if (isApiPath(url.pathname)) return api(request, response)
    // Next answers these with a plain 500.
    if (!isDecodable(url.pathname)) return refusePlainly(response, 404, 'not_found', 'There is no such page.')
    page(request, response, url).catch((error: unknown) => {
      log.error({ err: error, path: url.pathname }, 'a page could not be shown')
      if (isAppError(error)) refusePlainly(response, error.status, error.code, error.message)
      else refusePlainly(response, 500, 'internal', 'This page could not be shown.')
    })
  }

/** A client that would rather speak HTTP/2 sends `Upgrade: h2c`; it is answered as if it had not. */
const answerWithoutUpgrade = (server: Server, request: IncomingMessage, socket: Duplex) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseUpgrade(socket, '400 Bad Request')
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0])
  response.once('finish', () => socket.end())
  server.emit('request', request, response)
}

export const startHttpServer = async (
  parts: HttpParts,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> => {
  const listener = createListener(parts)
  const server: Server = parts.tls ? createTlsServer(parts.tls, listener) : createServer(listener)
  // Longer than the usual proxy's, so that it is never us who closes a connection the proxy is about to use.
  server.keepAliveTimeout = 75_000
  endIdleBodies(server, parts.log)
  const upgraded = new Set<Duplex>()

  server.on('upgrade', (request, socket: Duplex, head) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy())
    const pathname = urlOf(request)?.pathname ?? ''
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') answerWithoutUpgrade(server, request, socket)
    else if (pathname.startsWith('/api/ws/')) parts.sockets(request, socket, head)
    else if (pathname.startsWith('/_next/') && parts.nextSockets) parts.nextSockets(request, socket, head)
    else refuseUpgrade(socket, '404 Not Found')
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) refuseUpgrade(socket, '400 Bad Request')
    else socket.destroy()
  })
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const fixes: Record<string, string> = {
      EADDRINUSE: 'Another program has this port: end it or choose another with --listen.',
      EACCES: 'Ports below 1024 need root: choose another with --listen.',
      EADDRNOTAVAIL: 'This machine has no such address: see `ip address`.',
    }
    throw new AppError('invalid_input', `Lotse cannot listen on ${host}:${port} (${code}).`, {
      details: { fix: fixes[code ?? ''] ?? 'Choose another address with --listen.' },
      cause: error,
    })
  }
  return {
    address: server.address() as AddressInfo,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      for (const socket of upgraded) socket.destroy()
      await closed
    },
  }
}

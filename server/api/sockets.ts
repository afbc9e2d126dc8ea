// WebSockets below /api/ws/: only for those who are signed in, and only from our own pages. `/api/ws/events` carries the live
// events for clients whose way through proxies does not let server-sent events pass, `/api/ws/terminal` a shell in a container.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { identify } from '@/server/auth/authenticate'
import { isOwnOrigin } from '@/server/auth/origin'
import { type LiveFeed, startLiveFeed } from './live/live-feed'
import type { ApiParts } from './parts'
import { serveTerminal } from './terminals/terminal-socket'

export type Sockets = {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Resolves when the shells have been told to end, or soon after when they cannot be. */
  close(): Promise<void>
}

/** Below the 30 s after which proxies are known to cut silent connections. */
const pingMs = 20_000
const highWaterBytes = 256 * 1024
const resumeCheckMs = 100
const largestMessageBytes = 64 * 1024

const refuse = (socket: Duplex, status: string) =>
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)

const keepAlive = (socket: WebSocket) => {
  let isAnswered = true
  socket.on('pong', () => {
    isAnswered = true
  })
  const timer = setInterval(() => {
    if (!isAnswered) return socket.terminate()
    isAnswered = false
    socket.ping()
  }, pingMs)
  socket.once('close', () => clearInterval(timer))
}

const sendEvents = (parts: ApiParts, socket: WebSocket, mayListen: () => Promise<boolean>) => {
  const isReady = () => socket.bufferedAmount < highWaterBytes
  const feed: LiveFeed = startLiveFeed(
    parts,
    {
      send: (events) => {
        for (const event of events) socket.send(JSON.stringify(event))
      },
      isReady,
      end: () => socket.close(1008, 'the session has ended'),
    },
    mayListen,
  )
  const resume = setInterval(() => isReady() && feed.resume(), resumeCheckMs)
  socket.once('close', () => {
    clearInterval(resume)
    feed.stop()
  })
}

export const createSockets = (parts: ApiParts): Sockets => {
  const { auth, access, log, terminals } = parts
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes })
  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { headers } = request
    const header = (name: string) => {
      const value = headers[name]
      return typeof value === 'string' ? value : undefined
    }
    if (!isOwnOrigin(headers.origin, headers.host, access)) return refuse(socket, '403 Forbidden')
    const identity = await identify(auth, access, header)
    if (identity === null) return refuse(socket, '401 Unauthorized')
    const mayListen = async () => (await identify(auth, access, header)) !== null
    const [path = '', query = ''] = (request.url ?? '').split('?')
    if (path !== '/api/ws/events' && path !== '/api/ws/terminal') return refuse(socket, '404 Not Found')
    server.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', (error) => log.debug({ err: error }, 'a WebSocket failed'))
      keepAlive(opened)
      if (path === '/api/ws/events') sendEvents(parts, opened, mayListen)
      else {
        const { epoch } = parts
        const mayGoOn = mayListen
        void serveTerminal(opened, new URLSearchParams(query), { terminals, log, epoch, identity, mayGoOn })
      }
    })
  }
  return {
    handle: (request, socket, head) => {
      accept(request, socket, head).catch((error: unknown) => {
        log.error({ err: error }, 'a WebSocket could not be opened')
        refuse(socket, '500 Internal Server Error')
      })
    },
    close: async () => {
      await terminals.close()
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

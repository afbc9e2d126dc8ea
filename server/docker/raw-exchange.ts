// One exchange with an engine whose words are somebody else's: nothing of its answer is judged or read here. On a kept
// connection, or on one of its own that stays half open, which a hijacked stream needs.
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Endable } from './call'
import { timeoutFailure } from './failure'
import type { Transport } from './transport'

export type RawExchange = {
  method: string
  /** With version and query. */
  path: string
  headers: OutgoingHttpHeaders
  /** For an answer that turns the connection over: it is not shared and may be closed in one direction. */
  ownConnection?: boolean
  /** Once the connection stands, before anything goes out. Throws when nothing may. */
  beforeSent?: (() => void) | undefined
}

/** So that a host that fell silent is noticed on a stream that nobody writes to. */
const keepAliveMs = 15_000

/** The caller listens for `response`, `upgrade` and `error`; `underWay` holds what a dropped engine has to end. */
export function openRawExchange(
  transport: Transport,
  exchange: RawExchange,
  underWay: Set<Endable>,
  onAnswer: () => void,
): ClientRequest {
  const { address, connectTimeoutMs } = transport
  const { method, path, headers, ownConnection = false, beforeSent } = exchange
  const hold = (held: Duplex | ClientRequest) => {
    underWay.add(held)
    held.once('close', () => underWay.delete(held))
  }
  const request = transport.request({
    ...transport.target,
    method,
    path,
    headers,
    ...(ownConnection
      ? {
          createConnection: (_options: unknown, done: (error: Error | null, socket: Duplex) => void) => {
            transport.connect(done)
            return undefined as unknown as Duplex
          },
        }
      : { agent: transport.agent }),
  })
  hold(request)
  const what = `${method} ${path.split('?')[0]}`
  const timer = setTimeout(() => {
    request.destroy(timeoutFailure('connect', what, connectTimeoutMs, address))
  }, connectTimeoutMs)
  const settle = () => clearTimeout(timer)
  request.once('close', settle)
  const check = () => {
    try {
      beforeSent?.()
    } catch (error) {
      request.destroy(error as Error)
    }
  }
  request.once('socket', (socket) => {
    const isOpen = !('connecting' in socket) || !socket.connecting
    const stands = () => {
      settle()
      check()
    }
    if (isOpen) stands()
    else socket.once(address.kind === 'tls' ? 'secureConnect' : 'connect', stands)
    if (ownConnection && 'setKeepAlive' in socket) socket.setKeepAlive(true, keepAliveMs)
  })
  request.once('response', (response) => {
    onAnswer()
    hold(response as unknown as Duplex)
    // It was asked for so as to be turned over, and nobody else can use it.
    const { socket } = response
    if (ownConnection) response.once('close', () => socket.destroy())
  })
  if (ownConnection) {
    request.once('upgrade', (_response, socket) => {
      onAnswer()
      hold(socket)
    })
  }
  return request
}

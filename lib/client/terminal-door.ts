// How a terminal reaches the server: by WebSocket, or by plain HTTP once it has shown that none gets through. Found out by
// trying, since nothing tells a proxy that blocks them from a server that is away.
import type { TerminalSocket } from './terminal-connection'
import { openTerminalOverHttp } from './terminal-http'

/** Some proxies do not refuse a WebSocket but never answer. */
const openWithinMs = 5_000
/** Where one has opened before, it is rather the server that is away. */
const failuresAfterSuccess = 3

type Ways = {
  socket(query: URLSearchParams): WebSocket
  plain(query: URLSearchParams): TerminalSocket
}

export function createTerminalDoor({ socket, plain }: Ways): (query: URLSearchParams) => TerminalSocket {
  let failures = 0
  let hasOpened = false
  let isBlocked = false

  const bySocket = (query: URLSearchParams): TerminalSocket => {
    const opened = socket(query)
    let isOpen = false
    const patience = setTimeout(() => opened.close(), openWithinMs)
    opened.addEventListener('open', () => {
      clearTimeout(patience)
      isOpen = true
      hasOpened = true
      failures = 0
    })
    opened.addEventListener('close', () => {
      clearTimeout(patience)
      if (!isOpen) failures += 1
    })
    return opened
  }
  const byHttp = (query: URLSearchParams): TerminalSocket => {
    // Unless it gets through, the next try is a WebSocket again.
    failures = 0
    return plain(query)
  }
  return (query) => {
    const isTime = isBlocked || failures >= (hasOpened ? failuresAfterSuccess : 1)
    if (!isTime) return bySocket(query)
    const opened = byHttp(query)
    queueMicrotask(() => {
      const hear = opened.onmessage
      opened.onmessage = (event) => {
        isBlocked = true
        hear?.(event)
      }
    })
    return opened
  }
}

/** As the page's own address has it, TLS or not. */
const openSocket = (query: URLSearchParams): WebSocket => {
  const address = new URL('/api/ws/terminal', window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  address.search = query.toString()
  return new WebSocket(address)
}

/** One for the page: what one terminal has found out holds for all. */
export const openTerminalSocket = createTerminalDoor({ socket: openSocket, plain: openTerminalOverHttp })

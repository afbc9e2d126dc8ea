// How long a request's body may take. Node gives every request five minutes, whatever it brings; an upload of gigabytes may
// take hours, so that large ones live as long as bytes flow. What stands still, or is small and slow, is ended.
import type { IncomingMessage, Server } from 'node:http'
import type { Log } from '@/server/log'

export type BodyTimes = {
  /** Longest without a byte, on either side: whoever is not read cannot send. */
  idleMs: number
  /** For the whole of a small body. */
  smallMs: number
  checkEveryMs: number
}
export const bodyTimes: BodyTimes = { idleMs: 120_000, smallMs: 300_000, checkEveryMs: 10_000 }

/** What no body of JSON is. */
const largeBytes = 4 << 20

type Open = { bytes: number; movedAtMs: number; begunAtMs: number; isLarge: boolean }

/** Not announced is as large as it may become, but JSON never is. */
const lengthOf = ({ headers }: IncomingMessage): number => {
  if (headers['transfer-encoding'] === undefined) return Number(headers['content-length'] ?? 0)
  return /json/i.test(headers['content-type'] ?? '') ? 1 : Number.POSITIVE_INFINITY
}

export function endIdleBodies(server: Server, log: Log, { idleMs, smallMs, checkEveryMs } = bodyTimes): void {
  // Ours instead of Node's; its limit for the head stays.
  server.requestTimeout = 0
  const open = new Map<IncomingMessage, Open>()
  server.on('request', (request: IncomingMessage) => {
    const length = lengthOf(request)
    if (length === 0) return
    const now = performance.now()
    const isLarge = length > largeBytes
    open.set(request, { bytes: request.socket.bytesRead, movedAtMs: now, begunAtMs: now, isLarge })
    request.once('close', () => open.delete(request))
  })
  const check = () => {
    const now = performance.now()
    for (const [request, body] of open) {
      const { socket } = request
      if (request.complete) {
        open.delete(request)
        continue
      }
      if (socket.bytesRead !== body.bytes) Object.assign(body, { bytes: socket.bytesRead, movedAtMs: now })
      const isIdle = now - body.movedAtMs >= idleMs
      if (!isIdle && (body.isLarge || now - body.begunAtMs < smallMs)) continue
      log.info({ method: request.method, path: request.url, isIdle }, 'a request whose body did not come was ended')
      open.delete(request)
      socket.destroy()
    }
  }
  const timer = setInterval(check, checkEveryMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

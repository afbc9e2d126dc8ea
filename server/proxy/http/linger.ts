// An answer given before the request has ended. A connection that is closed over bytes nobody has read takes the answer with it, and
// the client hears of a broken pipe instead of the reason: so what still comes is let in for a while, and read by nobody.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** By then a client that reads has read, and stopped sending. */
const patienceMs = 3_000

export function linger(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return
  response.once('finish', () => {
    if (request.complete || request.destroyed) return
    request.unpipe()
    request.resume()
    const timer = setTimeout(() => request.destroy(), patienceMs)
    for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer))
  })
}

// What a replica does with a request: it is passed on to the manager that acts, streams that take the connection over too, as if
// that manager were an engine; only whether it is there and what it knows of the cluster a replica answers itself.
import type { IncomingMessage } from 'node:http'
import { type OwnedEngine, openEngine } from '@/server/docker/engine'
import type { Caller } from '@/server/docker-access/caller'
import { AppError } from '@/server/errors'
import { hijack, refuseOnSocket } from './hijack'
import { refusalOf, sendError } from './http/docker-error'
import { browserRefusal, oddFraming } from './http/framing'
import { linger } from './http/linger'
import { relay } from './relay'
import type { Forwarding, Leadership, ProxyContext } from './types'

/** Two replicas that each take the other for the primary shall not play ball. */
const mark = 'x-lotse-forwarded'
const own = /^(\/v[\d.]+)?\/(_ping|info)(\?|$)/

const connectTimeoutMs = 3_000

export function createForwarding(
  { log, answersToAnyName = false }: Pick<ProxyContext, 'log' | 'answersToAnyName'>,
  { role, primaryTls }: Pick<Leadership, 'role' | 'primaryTls'>,
): Forwarding {
  let known: { address: string; engine: OwnedEngine } | undefined
  const engineAt = (primary: string): OwnedEngine => {
    const address = `${primaryTls ? 'tls' : 'tcp'}://${primary}`
    if (known?.address !== address) {
      known?.engine.close()
      known = { address, engine: openEngine(address, { connectTimeoutMs, tls: primaryTls ?? undefined }) }
    }
    return known.engine
  }

  /** Throws while there is no primary. */
  const toPrimary = ({ policy }: Caller, { method = '', headers, rawHeaders }: IncomingMessage) => {
    const odd = oddFraming(method, rawHeaders)
    if (odd !== null) throw new AppError('invalid_input', odd)
    const openly = answersToAnyName ? 'any' : 'own'
    const browser = browserRefusal(rawHeaders, primaryTls !== null ? 'checked' : openly)
    if (browser !== null) throw new AppError('forbidden', browser)
    const standing = role()
    if (standing.role === 'primary' || standing.primary === '' || headers[mark] !== undefined)
      throw new AppError('host_unreachable', 'No elected primary cluster manager')
    // The primary would see this manager's certificate in place of theirs, and no limits.
    if (policy !== null) {
      throw new AppError('forbidden', `Ask the primary manager at ${standing.primary}: only it knows what you may do.`)
    }
    const engine = engineAt(standing.primary)
    const name = `the primary manager ${standing.primary}`
    return { cluster: { engine: () => engine, host: () => ({ name }) }, hostId: standing.primary }
  }

  return {
    takes: ({ url = '' }) => role().role === 'replica' && !own.test(url),
    answer(caller, request, response) {
      const work = async () => {
        const { cluster, hostId } = toPrimary(caller, request)
        await relay({ cluster }, { request, response }, { hostId, path: request.url ?? '/', headers: { [mark]: '1' } })
      }
      work().catch((error: unknown) => {
        if (response.destroyed) return
        linger(request, response)
        sendError(response, refusalOf(error, log))
      })
    },
    takeOver(caller, upgrade) {
      const work = async () => {
        const { cluster, hostId } = toPrimary(caller, upgrade.request)
        await hijack({ cluster }, upgrade, { hostId, path: upgrade.request.url ?? '/', headers: { [mark]: '1' } })
      }
      work().catch((error: unknown) => refuseOnSocket(upgrade.socket, refusalOf(error, log)))
    },
    stop: () => known?.engine.close(),
  }
}

// Whatever is asked of one container goes to its host under its full id; what changes it is answered when the index has it.
import type { Container } from '@/lib/contract/containers'
import { AppError } from '@/server/errors'
import { callOff } from '@/server/networks/called-off'
import { onceAttached } from '@/server/networks/coming-overlay'
import { type Act, audited, type Outcome } from '../audit'
import { messageIn } from '../http/docker-error'
import { pathOf } from '../http/request-target'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import { readAnswer } from '../read-answer'
import { ask, hasBody, passOn, type RelayOptions, relay } from '../relay'
import type { Exchange, ProxyContext } from '../types'

export type ContainerHandling = {
  kind: 'container'
  /** As Activity calls it; null: nothing is changed, nothing recorded. */
  action: string | null
  /** What stands behind the container in the path; absent: as the client wrote it. */
  rest?: readonly string[]
  /** The connection is taken over if the client asks for that. */
  hijacks?: boolean
}

export const lookPatienceMs = 3_000

/** What leaves an overlay comes to it again. */
const attaching: ReadonlySet<string | null> = new Set(['container.start', 'container.restart'])

/** Other signals are words to a container, and end nothing. */
const deadly = /^(SIG)?(KILL|TERM|INT|QUIT|STOP|9|15|2|3|19)$/i
const ends = (action: string | null, search: URLSearchParams): boolean =>
  action === 'container.stop' || (action === 'container.kill' && deadly.test(search.get('signal') || 'KILL'))

/** A host that goes silent now must not keep the client from its answer. */
export const seeAgain = async (
  { cluster }: Pick<ProxyContext, 'cluster'>,
  { hostId, id }: Pick<Container, 'hostId' | 'id'>,
): Promise<void> => {
  await Promise.race([
    cluster.look(hostId, id).catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, lookPatienceMs).unref()),
  ])
}

export const targetOfContainer = (
  { cluster, moves }: Pick<ProxyContext, 'cluster' | 'moves'>,
  { action }: ContainerHandling,
  ref: string,
): Container => {
  const found = findContainer(cluster, ref)
  requireHost(cluster, found)
  if (action !== null) moves.requireFree(found)
  return found
}

export const actOn = ({ action }: ContainerHandling, found: Container): Act | null =>
  action === null ? null : { action, target: placeOfContainer(found), message: found.image }

export const pathOfContainer = (
  { rest = [] }: ContainerHandling,
  found: Container,
  { version, target }: Pick<Exchange, 'version' | 'target'>,
): string => pathOf(version, ['containers', found.id, ...rest], target.query)

/** For what joins an overlay, which the host may get a moment late. The client's own body is not asked for twice. */
export async function relayAttaching(
  context: ProxyContext,
  exchange: Exchange,
  options: RelayOptions,
  { found, subject }: { found: Container; subject: string },
): Promise<Outcome> {
  const attach = async () => {
    const given = await ask(context, exchange, options)
    const statusCode = given.statusCode ?? 502
    if (statusCode < 400) return given
    throw new AppError('engine_error', messageIn(await readAnswer(given)), { details: { statusCode } })
  }
  const beforeAgain = () => context.moves.requireFree(found)
  const answer = await onceAttached(context.cluster, attach, { subject, beforeAgain })
  return passOn(context, exchange, answer, options)
}

export async function relayToContainer(
  context: ProxyContext,
  exchange: Exchange,
  handling: ContainerHandling,
): Promise<void> {
  const found = targetOfContainer(context, handling, exchange.params.ref ?? '')
  const act = actOn(handling, found)
  const options = { hostId: found.hostId, path: pathOfContainer(handling, found, exchange) }
  const work = async (): Promise<Outcome> => {
    if (handling.action === 'container.remove') await context.beforeRemoval(found)
    const onHead = async (status: number) => {
      if (act !== null && status < 400) await seeAgain(context, found)
    }
    if (ends(handling.action, exchange.target.search)) callOff(found.id)
    if (!attaching.has(handling.action) || hasBody(exchange.request))
      return relay(context, exchange, { ...options, onHead })
    return relayAttaching(context, exchange, { ...options, onHead }, { found, subject: found.id })
  }
  await (act === null ? work() : audited(context, act, work))
}

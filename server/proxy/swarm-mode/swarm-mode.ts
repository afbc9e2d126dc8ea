// Routes of Swarm mode: an engine that is not in it refuses them, and so does this one. Who asks for it gets them passed on to a
// manager; what such a service starts is then Swarm's to place, so whoever has limits does not.
import { audited } from '../audit'
import { pathOf } from '../http/request-target'
import { answering } from '../on-hosts'
import { relay } from '../relay'
import type { Answer, ProxyContext } from '../types'

/** In the words of such an engine: clients know them. */
export const notInSwarmMode =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.'

export const managerOf = (context: Pick<ProxyContext, 'cluster' | 'passesSwarmMode'>) =>
  context.passesSwarmMode ? answering(context).find(({ engine }) => engine?.swarm.isManager) : undefined

/** Null: there is nobody to pass it on to. */
export function throughManager(context: ProxyContext): Answer | null {
  const manager = managerOf(context)
  if (manager === undefined || context.caller.policy !== null) return null
  return async (_context, exchange) => {
    const { request, target, version } = exchange
    const options = { hostId: manager.id, path: pathOf(version, target.segments, target.query) }
    const work = () => relay(context, exchange, options)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    await (isRead ? work() : audited(context, { action: 'swarm.request', target: target.segments.join('/') }, work))
  }
}

// `docker commit`: on the container's host, where the image then is.
import { audited } from '../audit'
import { pathOf } from '../http/request-target'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import { relay } from '../relay'
import type { Answer } from '../types'

export const commitContainer: Answer = async (context, exchange) => {
  const { cluster } = context
  const search = new URLSearchParams(exchange.target.search)
  const found = findContainer(cluster, search.get('container') ?? '')
  requireHost(cluster, found)
  search.set('container', found.id)
  const message = [search.get('repo'), search.get('tag')].filter(Boolean).join(':')
  await audited(context, { action: 'container.commit', target: placeOfContainer(found), message }, () =>
    relay(context, exchange, {
      hostId: found.hostId,
      path: pathOf(exchange.version, ['commit'], `?${search}`),
      onHead: () => cluster.refresh(found.hostId, ['images']).catch(() => undefined),
    }),
  )
}

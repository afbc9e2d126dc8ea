// A new name is held over the whole cluster before its engine is told.

import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { badRequest } from '../http/docker-error'
import { pathOf } from '../http/request-target'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import { relay } from '../relay'
import type { Answer } from '../types'
import { seeAgain } from './relay-container'

export const renameContainer: Answer = async (context, exchange) => {
  const { cluster, moves, placement } = context
  const found = findContainer(cluster, exchange.params.ref ?? '')
  const name = (exchange.target.search.get('name') ?? '').replace(/^\//, '')
  if (name === '') throw badRequest('Neither old nor new names may be empty')
  requireHost(cluster, found)
  moves.requireFree(found)
  if (cluster.container(name)?.id === name) {
    throw new AppError('name_taken', `Conflict: The name ${name} is the id of a container.`)
  }
  await audited(context, { action: 'container.rename', target: placeOfContainer(found), message: name }, async () => {
    const held = placement.claimName(name, found.id)
    try {
      return await relay(context, exchange, {
        hostId: found.hostId,
        path: pathOf(exchange.version, ['containers', found.id, 'rename'], exchange.target.query),
        // Engines take what a form says before what the path says.
        body: Buffer.alloc(0),
        onHead: () => seeAgain(context, found),
      })
    } finally {
      held.release()
    }
  })
}

// `docker update`: what is looked at is what is sent, so that nothing that a role may not have comes in by a second spelling.
import { audited } from '../audit'
import { stringifyExact } from '../http/exact-json'
import { readJsonObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { placeOfContainer } from '../objects/find-container'
import { guardUpdate } from '../policy/guard'
import { relay } from '../relay'
import type { Answer } from '../types'
import { seeAgain, targetOfContainer } from './relay-container'

export const updateContainer: Answer = async (context, exchange) => {
  const handling = { kind: 'container', action: 'container.update' } as const
  const found = targetOfContainer(context, handling, exchange.params.ref ?? '')
  const body = await readJsonObject(exchange.request)
  await guardUpdate(context, body, `POST /containers/${found.name}/update`)
  const act = { action: handling.action, target: placeOfContainer(found), message: found.image }
  await audited(context, act, () =>
    relay(context, exchange, {
      hostId: found.hostId,
      path: pathOf(exchange.version, ['containers', found.id, 'update'], exchange.target.query),
      body: Buffer.from(stringifyExact(body)),
      headers: { 'content-type': 'application/json' },
      onHead: (status) => (status < 400 ? seeAgain(context, found) : Promise.resolve()),
    }),
  )
}

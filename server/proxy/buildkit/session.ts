// The way back from the builder to its client: files, secrets and logins come over it. It is let through when the build that it
// belongs to has its host.

import { hijack, type Upgrade } from '../hijack'
import { badRequest } from '../http/docker-error'
import { pathOf } from '../http/request-target'
import type { ProxyContext } from '../types'
import { keys } from './build'

const idHeader = 'x-docker-expose-session-uuid'

export async function takeSession(context: ProxyContext, upgrade: Upgrade, version: string): Promise<void> {
  const id = upgrade.request.headers[idHeader]
  if (typeof id !== 'string' || !/^[\w-]{1,128}$/.test(id)) throw badRequest('The session has no id.')
  let hostId: string
  try {
    hostId = await context.rendezvous.find(keys.session(id))
  } catch {
    // Over before it begins: refused, it would be this that the client tells of, and not why its build has no host.
    upgrade.socket.end('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    return
  }
  if (upgrade.socket.destroyed) return
  await hijack(context, upgrade, { hostId, path: pathOf(version, ['session']) })
}

// `lotse create`: a new cluster at a discovery service, whose token is printed; and `lotse discovery`, which is such a service.

import { createHttpStore } from '@/server/discovery/stores/http-store'
import { startTokenServer } from '@/server/discovery/token-server'
import type { Log } from '@/server/log'
import { serviceVariable } from './discovery-options'
import { type Flag, readFlags } from './flags'
import { readListen } from './manage-options'
import { refuse } from './refusal'

type Env = Record<string, string | undefined>

export const createFlags: readonly Flag[] = [
  {
    names: ['service'],
    kind: 'text',
    env: [serviceVariable],
    help: 'the discovery service, e.g. http://10.0.0.1:3376',
  },
]
export const discoveryServiceFlags: readonly Flag[] = [
  { names: ['listen', 'H'], kind: 'text', help: 'IP:PORT of the service (127.0.0.1:3376)' },
  { names: ['file'], kind: 'text', help: 'where clusters are kept over a restart (nowhere)' },
]

/** Throws when there is no service, or it makes none. */
export async function create(args: readonly string[], env: Env): Promise<string> {
  const given = readFlags(createFlags, args, env)
  if (given.words.length > 0) refuse(`the command create takes no words: ${given.words.join(' ')}`)
  const service = given.text('service') ?? ''
  if (service === '')
    return refuse(
      `create wants a discovery service: --service http://HOST:PORT or ${serviceVariable}, started with lotse discovery`,
    )
  if (!URL.canParse(service) || !/^https?:/.test(service)) refuse(`${service} is no address of a discovery service`)
  const { protocol, host, pathname } = new URL(service)
  const http = createHttpStore([`${host}${pathname.replace(/\/+$/, '')}`], protocol === 'https:' ? {} : null)
  try {
    const { status, text } = await http.ask({ method: 'POST', path: '/v1/clusters' })
    if (status >= 300) return refuse(`the discovery service refuses (${status}): ${text.slice(0, 300)}`)
    return text.trim()
  } finally {
    http.close()
  }
}

export async function serveDiscovery(args: readonly string[], env: Env, log: Log): Promise<() => Promise<void>> {
  const given = readFlags(discoveryServiceFlags, args, env)
  if (given.words.length > 0) refuse(`the command discovery takes no words: ${given.words.join(' ')}`)
  const listen = readListen(given.text('listen') ?? '127.0.0.1:3376')
  if ('path' in listen) return refuse('the discovery service listens on IP:PORT')
  const file = given.text('file') ?? null
  if (file === null) log.warn({}, 'clusters are forgotten when the service ends: --file PATH keeps them')
  const service = await startTokenServer({ listen, file, log })
  log.info({ host: listen.host, port: service.address.port }, 'the discovery service is served')
  return service.close
}

// `lotse list`: the hosts that discovery names now, one a line.
import { parseDiscovery } from '@/server/discovery/spec'
import { readOnce } from '@/server/discovery/watch'
import type { Log } from '@/server/log'
import { withService } from './discovery-options'
import type { ListOptions } from './join-options'

/** Throws when a source says nothing within the time given. */
export async function list({ discovery, discoveryOptions, timeoutMs }: ListOptions, log: Log): Promise<string> {
  const addresses = await readOnce(parseDiscovery(discovery, withService(discoveryOptions, process.env)), timeoutMs, {
    log,
  })
  return addresses.map((address) => `${address.replace(/^tcp:\/\//, '')}\n`).join('')
}

// `lotse join`: reports one engine to a store, again and again, for as long as it runs; a store that is away is tried again.
import { setTimeout as delay } from 'node:timers/promises'
import { parseDiscovery } from '@/server/discovery/spec'
import { openStore } from '@/server/discovery/stores/open-store'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { withService } from './discovery-options'
import type { JoinOptions } from './join-options'
import { refuse } from './refusal'

/** Returns what ends it: the host is then taken out of the store. */
export function join(options: JoinOptions, log: Log): () => Promise<void> {
  const { discovery, discoveryOptions, advertise, delayMs, heartbeatMs, ttlMs } = options
  const [spec, ...others] = parseDiscovery(discovery, withService(discoveryOptions, process.env))
  if (spec?.kind !== 'store' || others.length > 0)
    return refuse('join wants one store to report to: etcd://, consul://, zk:// or token://')
  const store = openStore(spec.address)
  const ended = new AbortController()
  const { signal } = ended

  const report = async () => {
    if (delayMs > 0) await delay(Math.random() * delayMs, undefined, { signal }).catch(() => undefined)
    while (!signal.aborted) {
      try {
        await store.put(`${spec.paths[0]}/${advertise}`, advertise, ttlMs)
        log.debug({ host: advertise, discovery }, 'reported')
      } catch (error) {
        log.error({ host: advertise, discovery }, `the host could not be reported: ${messageOf(error)}`)
      }
      await delay(heartbeatMs, undefined, { signal }).catch(() => undefined)
    }
  }
  log.info({ host: advertise, discovery, heartbeatMs, ttlMs }, 'reporting the host')
  const reporting = report()
  return async () => {
    ended.abort()
    await reporting
    await store.close()
  }
}

// An engine drops a Swarm-mode overlay with its last container and gets it back with the next one. Who starts one in that very
// moment is told that the network is not there, or waits in vain for a word of the managers, although it will be: so it is asked again.
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '@/server/cluster/types'
import { messageOf } from '@/server/errors'

/** An engine itself waits 20 s for its managers. */
const patienceMs = 45_000
const restMs = 250
const notReady = /network \S+ not found|could not find network|attaching to network failed|could not attach to network/i

const mayCome = ({ networks }: Pick<Cluster, 'networks'>, error: unknown): boolean =>
  notReady.test(messageOf(error)) && networks().some(({ scope }) => scope === 'swarm')

export async function onceAttached<T>(cluster: Pick<Cluster, 'networks'>, start: () => Promise<T>): Promise<T> {
  const end = performance.now() + patienceMs
  for (;;) {
    try {
      return await start()
    } catch (error) {
      if (performance.now() > end || !mayCome(cluster, error)) throw error
    }
    await delay(restMs)
  }
}

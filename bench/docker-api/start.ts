// The Docker API endpoint over a list of hosts in a process of its own, as `lotse manage` puts it together. Says its port when every
// host has been read.
import { readFileSync } from 'node:fs'
import { createCluster } from '@/server/cluster/cluster'
import { settleHeap, startHeap } from '@/server/heap'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { memoryHostStore, silentLog } from '@/server/testing/host-store'

const longestJoinMs = 300_000
const addresses = readFileSync(process.argv[2] ?? '', 'utf8')
  .split('\n')
  .filter(Boolean)
/** As changes tell: to look at a thousand hosts again and again would be a part of what is measured. */
const allHealthy = () =>
  new Promise<void>((resolve, reject) => {
    const missing = new Set(cluster.hosts().flatMap(({ id, state }) => (state === 'healthy' ? [] : [id])))
    const timer = setTimeout(() => reject(new Error('the hosts did not become healthy')), longestJoinMs)
    const unsubscribe = cluster.subscribe(({ hosts }) => {
      for (const { id, state } of hosts.upserted) {
        if (state === 'healthy') missing.delete(id)
        else missing.add(id)
      }
      if (missing.size > 0) return
      clearTimeout(timer)
      unsubscribe()
      resolve()
    })
  })

startHeap()
const cluster = createCluster({ store: memoryHostStore(), log: silentLog })
await cluster.start()
const began = performance.now()
await cluster.setDiscovered(addresses)
await allHealthy()
const joinMs = Math.round(performance.now() - began)
settleHeap()
const endpoint = await openTestEndpoint(cluster)
process.stdout.write(`${JSON.stringify({ port: endpoint.port, joinMs })}\n`)
process.once('SIGTERM', () => {
  void endpoint.close().then(() => process.exit(0))
})

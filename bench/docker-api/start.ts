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
startHeap()
const cluster = createCluster({ store: memoryHostStore(), log: silentLog })
await cluster.start()
const began = performance.now()
await cluster.setDiscovered(addresses)
while (cluster.hosts().some(({ state }) => state !== 'healthy')) {
  if (performance.now() - began > longestJoinMs) throw new Error('the hosts did not become healthy')
  await new Promise((resolve) => setTimeout(resolve, 100))
}
const joinMs = Math.round(performance.now() - began)
settleHeap()
const endpoint = await openTestEndpoint(cluster)
process.stdout.write(`${JSON.stringify({ port: endpoint.port, joinMs })}\n`)
process.once('SIGTERM', () => {
  void endpoint.close().then(() => process.exit(0))
})

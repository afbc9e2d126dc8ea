// `lotse manage`: the composition root without a console. The Docker API over the hosts that discovery names, with the cluster,
// scheduler and proxy of the console, and nothing on disk: what it knows comes from the engines and the store, and what a
// database would keep (the line of each change) goes to the log.
import { readFileSync } from 'node:fs'
import { maskText } from '@/lib/mask'
import { createCluster } from '@/server/cluster/cluster'
import { memoryHostStore } from '@/server/cluster/memory-host-store'
import { version } from '@/server/config/package-root'
import { type DiscoverySpec, parseDiscovery } from '@/server/discovery/spec'
import { openStore } from '@/server/discovery/stores/open-store'
import { type DockerAccess, localCaller } from '@/server/docker-access/caller'
import { certificateAccess } from '@/server/docker-access/certificate-access'
import { tlsFromFiles } from '@/server/docker-access/tls-source'
import { settleHeap, startHeap } from '@/server/heap'
import type { Log } from '@/server/log'
import { createNetworks } from '@/server/networks/networks'
import { startDockerEndpoint } from '@/server/proxy/docker-endpoint'
import type { ProxyParts } from '@/server/proxy/types'
import { noRegistries } from '@/server/registries/types'
import { withService } from './discovery-options'
import { createElection, storeForElection } from './election'
import { hostsFromDiscovery } from './hosts-from-discovery'
import type { ManageOptions, Replication, TlsPaths } from './manage-options'
import { refuse } from './refusal'

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

const readPem = (flag: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return refuse(`--${flag} ${path} cannot be read: ${(error as Error).message}`)
  }
}

const readPems = ({ ca, cert, key }: TlsPaths) => ({
  cert: readPem('tlscert', cert),
  key: readPem('tlskey', key),
  ...(ca === undefined ? {} : { ca: readPem('tlscacert', ca) }),
})

/** Without --tlsverify whoever reaches the port comes in, as classic Swarm had it. */
const openAccess: DockerAccess = { admit: () => localCaller, subscribe: () => () => undefined }

/** Read again when they are renewed. Without an authority of their own certificates are asked for and not needed. */
const tlsSourceOf = ({ ca, cert, key }: TlsPaths, log: Log) =>
  tlsFromFiles({ ca: ca ?? cert, cert, key }, (error) =>
    log.error({ err: error }, 'the changed TLS files cannot be used'),
  )

/** What the console keeps in its database. Moves and deployments are the console's alone: here is nothing under way. */
const standIns = (log: Log): Pick<ProxyParts, 'activity' | 'registries' | 'moves' | 'promised' | 'beforeRemoval'> => ({
  activity: {
    record: async ({ actor, action, target, result, message, durationMs }) =>
      log.info({ actor, action, target: maskText(target), result, durationMs }, maskText(message)),
  },
  registries: noRegistries,
  moves: { requireFree: () => undefined, requireUnneeded: () => undefined },
  promised: () => [],
  // Last words are kept where there is a database for them.
  beforeRemoval: async () => undefined,
})

/** Who asks at once is to hear who acts; a store that is away keeps nobody from hearing that there is none. */
const electionPatienceMs = 3_000

const startElection = (specs: DiscoverySpec[], { advertise, ttlMs }: Replication, log: Log) => {
  const { address, leaderKey } = storeForElection(specs)
  return createElection({ store: openStore(address), key: leaderKey, self: advertise, ttlMs, log })
}

/** How long the first looks at hosts may take before memory is given back without them. */
const firstLooksMs = 120_000

/** Resolves when clients can be served, with what ends it. */
export async function manage(options: ManageOptions, log: Log): Promise<() => Promise<void>> {
  startHeap()
  const { listen, strategy, rules, createRetry, times, heartbeatMs } = options
  const specs = parseDiscovery(options.discovery, withService(options.discoveryOptions, process.env))
  const tls = options.tls && readPems(options.tls)
  const cluster = createCluster({ store: memoryHostStore(), log, discoveryTls: tls, times })
  await cluster.start()
  const access = options.tls?.verifies ? certificateAccess({ otherwise: 'admin' }) : openAccess
  const clientTls = options.tls && tlsSourceOf(options.tls, log)
  const hosts = hostsFromDiscovery(specs, cluster, { log, heartbeatMs, isTls: tls !== null })
  void hosts.first.then(() => cluster.settled(firstLooksMs)).then(settleHeap)
  const election = options.replication && startElection(specs, options.replication, log)
  await election?.settled(electionPatienceMs)
  const leadership = election ? { leadership: { ...election, primaryTls: tls } } : {}
  const parts = {
    cluster,
    networks: createNetworks({ cluster, log }),
    ...standIns(log),
    strategy,
    rules,
    createRetry,
    reschedules: true,
    access,
    passesSwarmMode: false,
    answersToAnyName: listen.some((each) => 'host' in each && !isLoopback(each.host)),
    version,
    log,
  }
  const places = listen.map((each) => ('path' in each ? each : { ...each, tls: clientTls }))
  const endpoint = await startDockerEndpoint({ ...parts, ...leadership }, places).catch(async (error: unknown) => {
    hosts.stop()
    await election?.stop()
    await cluster.stop()
    throw error
  })
  for (const each of listen) {
    const place = 'path' in each ? `unix://${each.path}` : `tcp://${each.host}:${each.port}`
    log.info({ place }, 'the Docker API over all hosts is served')
    if ('host' in each && !isLoopback(each.host) && tls === null)
      log.warn({ place }, 'beyond this machine without TLS: whoever reaches it owns every host')
  }
  return async () => {
    // First, so that another takes over while the last answers of this one are given.
    await election?.stop()
    hosts.stop()
    await endpoint.close()
    await cluster.stop()
  }
}

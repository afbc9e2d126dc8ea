// What the flags of `lotse manage` mean, checked before anything is contacted, in the order and words of classic Swarm. Pure.
import { type StrategyName, strategyName } from '@/lib/contract/placements'
import type { ClusterTimes } from '@/server/cluster/options'
import type { Listen } from '@/server/proxy/docker-endpoint'
import type { PlacementRules } from '@/server/proxy/placement/placement'
import { classicFilterNames, type FilterName, filterNames } from '@/server/scheduler/types'
import { type Given, readFlags } from './flags'
import { manageFlags } from './manage-flags'
import { readCount, readDiscovery, readDuration, readPairs, requireAddress } from './read-values'
import { refuse } from './refusal'

/** Paths of PEM files. */
export type TlsPaths = { ca?: string; cert: string; key: string; verifies: boolean }
/** `advertise`: HOST:PORT at which other managers reach this one. */
export type Replication = { advertise: string; ttlMs: number }
export type ManageOptions = {
  listen: Listen[]
  discovery: string
  discoveryOptions: Map<string, string>
  heartbeatMs: number
  strategy: StrategyName
  rules: PlacementRules
  /** How many further hosts a create may try when one fails it. */
  createRetry: number
  times: Partial<ClusterTimes>
  tls: TlsPaths | null
  replication: Replication | null
}

function readTls(given: Given): TlsPaths | null {
  const [ca, cert, key] = [given.text('tlscacert'), given.text('tlscert'), given.text('tlskey')]
  const verifies = given.isOn('tlsverify')
  if (!given.isOn('tls') && !verifies) {
    if ((ca ?? cert ?? key) === undefined) return null
    return refuse('--tlscert, --tlskey and --tlscacert require the use of either --tls or --tlsverify')
  }
  if (cert === undefined || key === undefined) return refuse('--tlscert and --tlskey must be provided when using --tls')
  if (verifies && ca === undefined) refuse('--tlscacert must be provided when using --tlsverify')
  return { cert, key, verifies, ...(ca === undefined ? {} : { ca }) }
}

/** A look that is asked for more often than usual also finds a silent engine sooner. */
function readTimes(given: Given): Partial<ClusterTimes> {
  const resyncMinMs = readDuration(given, 'engine-refresh-min-interval', '30s')
  const resyncMaxMs = readDuration(given, 'engine-refresh-max-interval', '60s')
  if (resyncMinMs <= 0) refuse('min refresh interval should be a positive number')
  if (resyncMaxMs < resyncMinMs) refuse('max refresh interval cannot be less than min refresh interval')
  if (given.text('engine-refresh-retry') !== undefined)
    refuse('--engine-refresh-retry is deprecated. Use --engine-failure-retry')
  const failureRetry = readCount(given, 'engine-failure-retry', 3)
  if (failureRetry <= 0) refuse('invalid failure retry count')
  const heartbeatMs = Math.min(2_000, Math.max(500, resyncMinMs))
  return {
    resyncMinMs,
    resyncMaxMs,
    failureRetry,
    heartbeatMs,
    pingTimeoutMs: heartbeatMs < 2_000 ? 2_000 : 3_000,
    unreachableAfterMs: Math.min(10_000, failureRetry * heartbeatMs),
  }
}

function readStrategy(given: Given): StrategyName {
  const text = given.text('strategy') ?? 'spread'
  const parsed = strategyName.safeParse(text === 'binpacking' ? 'binpack' : text)
  return parsed.success ? parsed.data : refuse(`discovery strategy not supported: ${text} (spread, binpack or random)`)
}

function readFilters(names: readonly string[]): FilterName[] | undefined {
  if (names.length === 0) return undefined
  for (const name of names) {
    if (!classicFilterNames.some((each) => each === name)) refuse(`unsupported filter ${name}`)
  }
  // What classic Swarm did not know stays: it asks only of those who ask for it.
  return filterNames.filter((name) => names.includes(name) || !classicFilterNames.some((each) => each === name))
}

function readOvercommit(options: Map<string, string>): number | undefined {
  const text = options.get('swarm.overcommit')
  if (text === undefined || text === '') return undefined
  const ratio = Number(text)
  if (Number.isNaN(ratio)) refuse(`invalid swarm.overcommit: ${text} is not a number`)
  if (ratio <= -1) refuse(`swarm.overcommit should be larger than -1, ${ratio.toFixed(6)} is invalid`)
  return ratio
}

function readCreateRetry(options: Map<string, string>): number {
  const text = options.get('swarm.createretry') ?? '0'
  if (!/^[+-]?\d+$/.test(text)) refuse(`invalid swarm.createretry: ${text} is not a whole number`)
  if (Number(text) < 0) refuse(`swarm.createretry can not be negative, ${Number(text)} is invalid`)
  return Number(text)
}

export function readListen(text: string): Listen {
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/.exec(text) ?? []
  if (scheme === 'unix' && rest.startsWith('/')) return { path: rest }
  const [, bracketed, plain = '', port = ''] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]*)):(\d{1,5})$/.exec(rest) ?? []
  if (scheme !== 'tcp' || port === '' || Number(port) > 65_535)
    return refuse(`invalid value "${text}" for flag -H: want IP:PORT, tcp://IP:PORT or unix:///PATH`)
  return { host: bracketed ?? (plain === '' ? '0.0.0.0' : plain), port: Number(port) }
}

function readReplication(given: Given): ManageOptions['replication'] {
  if (!given.isOn('replication')) return null
  const advertise = given.text('advertise') ?? ''
  if (advertise === '') refuse('--advertise address must be provided when using --leader-election')
  requireAddress(advertise)
  const ttlMs = readDuration(given, 'replication-ttl', '20s')
  if (ttlMs <= 0) refuse('--replication-ttl should be a positive number')
  return { advertise, ttlMs }
}

/** Throws Refusal. */
export function readManageOptions(args: readonly string[], env: Record<string, string | undefined>): ManageOptions {
  const given = readFlags(manageFlags, args, env)
  const tls = readTls(given)
  const times = readTimes(given)
  const discovery = readDiscovery(given, env, 'manage')
  const strategy = readStrategy(given)
  const filters = readFilters(given.list('filter'))
  const driver = given.text('cluster-driver') ?? 'swarm'
  if (driver !== 'swarm') refuse(`unsupported cluster "${driver}"`)
  const options = readPairs(given.list('cluster-opt'), 'cluster-opt')
  const overcommit = readOvercommit(options)
  const hosts = given.list('host')
  return {
    listen: (hosts.length > 0 ? hosts : ['127.0.0.1:2375']).map(readListen),
    discovery,
    discoveryOptions: readPairs(given.list('discovery-opt'), 'discovery-opt'),
    heartbeatMs: readDuration(given, 'heartbeat', '60s'),
    strategy,
    rules: {
      failureRetry: times.failureRetry ?? 3,
      ...(filters ? { filters } : {}),
      ...(overcommit === undefined ? {} : { overcommit }),
    },
    createRetry: readCreateRetry(options),
    times,
    tls,
    replication: readReplication(given),
  }
}

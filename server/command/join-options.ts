// What the flags of `lotse join` and `lotse list` mean, in the order and words of classic Swarm. Pure.
import { type Flag, readFlags } from './flags'
import { discoveryFlags } from './manage-flags'
import { readDiscovery, readDuration, readPairs, requireAddress } from './read-values'
import { refuse } from './refusal'

type Env = Record<string, string | undefined>
export type JoinOptions = {
  discovery: string
  discoveryOptions: Map<string, string>
  advertise: string
  /** The first report comes at a random moment within it. */
  delayMs: number
  heartbeatMs: number
  ttlMs: number
}
export type ListOptions = { discovery: string; discoveryOptions: Map<string, string>; timeoutMs: number }

export const joinFlags: readonly Flag[] = [
  { names: ['advertise', 'addr'], kind: 'text', env: ['SWARM_ADVERTISE'], help: 'HOST:PORT of the engine' },
  { names: ['heartbeat'], kind: 'text', help: 'how often it is reported (60s)' },
  { names: ['ttl'], kind: 'text', help: 'how long a report holds (180s)' },
  { names: ['delay'], kind: 'text', help: 'a random wait of at most this before the first report (0s)' },
  ...discoveryFlags,
]
export const listFlags: readonly Flag[] = [
  { names: ['timeout'], kind: 'text', help: 'how long the store may take (10s)' },
  ...discoveryFlags,
]

/** Throws Refusal. */
export function readJoinOptions(args: readonly string[], env: Env): JoinOptions {
  const given = readFlags(joinFlags, args, env)
  const discovery = readDiscovery(given, env, 'join')
  const advertise = given.text('advertise') ?? ''
  if (advertise === '') refuse('missing mandatory --advertise flag')
  requireAddress(advertise)
  const delayMs = readDuration(given, 'delay', '0s')
  if (delayMs < 0) refuse('--delay should not be a negative number')
  const heartbeatMs = readDuration(given, 'heartbeat', '60s')
  if (heartbeatMs < 1_000) refuse('--heartbeat should be at least one second')
  const ttlMs = readDuration(given, 'ttl', '180s')
  if (ttlMs <= heartbeatMs) refuse('--ttl must be strictly superior to the heartbeat value')
  const discoveryOptions = readPairs(given.list('discovery-opt'), 'discovery-opt')
  return { discovery, discoveryOptions, advertise, delayMs, heartbeatMs, ttlMs }
}

/** Throws Refusal. */
export function readListOptions(args: readonly string[], env: Env): ListOptions {
  const given = readFlags(listFlags, args, env)
  const discovery = readDiscovery(given, env, 'list')
  const timeoutMs = readDuration(given, 'timeout', '10s')
  if (timeoutMs <= 0) refuse('--timeout should be a positive number')
  return { discovery, discoveryOptions: readPairs(given.list('discovery-opt'), 'discovery-opt'), timeoutMs }
}

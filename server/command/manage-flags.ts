// What `lotse manage` takes: every flag of classic Swarm's manager, so that a start script goes on working.
import type { Flag } from './flags'

export const discoveryFlags: readonly Flag[] = [
  {
    names: ['discovery-opt'],
    kind: 'list',
    help: 'kv.path=…, kv.cacertfile=…, kv.certfile=…, kv.keyfile=…, token.url=…',
  },
]

export const manageFlags: readonly Flag[] = [
  { names: ['strategy'], kind: 'text', help: 'spread, binpack or random (spread)' },
  { names: ['filter', 'f'], kind: 'list', help: 'the filters to use (all)' },
  {
    names: ['host', 'H'],
    kind: 'list',
    env: ['SWARM_HOST'],
    help: 'IP:PORT or unix://PATH to listen on (127.0.0.1:2375)',
  },
  { names: ['replication'], kind: 'switch', help: 'one of several managers: one acts, the others pass on to it' },
  {
    names: ['replication-ttl'],
    kind: 'text',
    help: 'how long the one that acts may be silent before another takes over (20s)',
  },
  {
    names: ['advertise', 'addr'],
    kind: 'text',
    env: ['SWARM_ADVERTISE'],
    help: 'HOST:PORT at which other managers reach this one',
  },
  { names: ['tls'], kind: 'switch', help: 'speak TLS to clients and engines' },
  { names: ['tlscacert'], kind: 'text', help: 'certificate authority, PEM file' },
  { names: ['tlscert'], kind: 'text', help: 'certificate, PEM file' },
  { names: ['tlskey'], kind: 'text', help: 'its private key, PEM file' },
  { names: ['tlsverify'], kind: 'switch', help: 'and let in only who has a certificate of that authority' },
  { names: ['engine-refresh-min-interval'], kind: 'text', help: 'between two full looks at an engine, at least (30s)' },
  { names: ['engine-refresh-max-interval'], kind: 'text', help: 'and at most (60s)' },
  { names: ['engine-failure-retry'], kind: 'text', help: 'failures in a row after which an engine is unhealthy (3)' },
  { names: ['engine-refresh-retry'], kind: 'text', help: 'the former name of engine-failure-retry' },
  { names: ['heartbeat'], kind: 'text', help: 'how often hosts report to the store (60s)' },
  {
    names: ['api-enable-cors', 'cors'],
    kind: 'switch',
    help: 'taken and not obeyed: pages of other origins get no answer',
  },
  { names: ['cluster-driver', 'c'], kind: 'text', help: 'swarm' },
  ...discoveryFlags,
  { names: ['cluster-opt'], kind: 'list', help: 'swarm.overcommit=0.05, swarm.createretry=0' },
  { names: ['refresh-on-node-filter'], kind: 'switch', help: 'taken: what is listed is always fresh' },
  { names: ['container-name-refresh-filter'], kind: 'text', help: 'taken: what is listed is always fresh' },
]

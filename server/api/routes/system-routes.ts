// For what watches Lotse: is it alive, is it ready, how much does it do.
import { z } from 'zod'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { formatMetrics, type Metric, type RequestCounter } from '../metrics'
import type { ApiParts } from '../parts'

const tag = 'system'
const status = z.object({ status: z.enum(['ok', 'starting']) })

const countBy = <T>(items: T[], label: string, keyOf: (item: T) => string) => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ labels: { [label]: value }, value: count }))
}

const clusterMetrics = (hosts: Host[], containers: Container[]): Metric[] => [
  {
    name: 'lotse_hosts',
    help: 'Hosts by state.',
    type: 'gauge',
    samples: countBy(hosts, 'state', ({ state }) => state),
  },
  {
    name: 'lotse_containers',
    help: 'Containers by state, as last seen.',
    type: 'gauge',
    samples: countBy(containers, 'state', ({ state }) => state),
  },
  ...(['cpus', 'memoryBytes'] as const).flatMap((key): Metric[] => {
    const name = key === 'cpus' ? 'cpus' : 'memory_bytes'
    const sample = (value: (host: Host) => number) =>
      hosts.map((host) => ({ labels: { host: host.name }, value: value(host) }))
    return [
      {
        name: `lotse_host_total_${name}`,
        help: 'What a host has.',
        type: 'gauge',
        samples: sample((h) => h.total[key]),
      },
      {
        name: `lotse_host_reserved_${name}`,
        help: 'What its containers reserve.',
        type: 'gauge',
        samples: sample((h) => h.reserved[key]),
      },
    ]
  }),
]

const processMetrics = (): Metric[] => [
  {
    name: 'process_resident_memory_bytes',
    help: 'Memory of the server.',
    type: 'gauge',
    samples: [{ value: process.memoryUsage.rss() }],
  },
  {
    name: 'process_uptime_seconds',
    help: 'Time since it started.',
    type: 'gauge',
    samples: [{ value: Math.round(process.uptime()) }],
  },
]

export const systemRoutes = (
  { cluster }: ApiParts,
  requests: RequestCounter,
  isReady: () => boolean | Promise<boolean>,
): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/healthz',
    tag,
    summary: 'The process answers',
    access: 'public',
    response: status,
    handle: () => ({ status: 'ok' as const }),
  }),
  endpoint({
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'The database answers and the hosts have been read; 503 before that',
    access: 'public',
    response: status,
    handle: async () =>
      (await isReady()) ? { status: 'ok' as const } : Response.json({ status: 'starting' }, { status: 503 }),
  }),
  endpoint({
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Counters in Prometheus’ text form',
    stream: { type: 'text/plain', of: z.string(), description: 'Prometheus text format 0.0.4' },
    handle: () =>
      new Response(
        formatMetrics([
          ...clusterMetrics(cluster.hosts(), cluster.snapshot().containers),
          ...requests.metrics(),
          ...processMetrics(),
        ]),
        { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } },
      ),
  }),
]

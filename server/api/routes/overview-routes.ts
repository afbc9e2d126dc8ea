// The first page's one request.
import { overview } from '@/lib/contract/overview'
import { attentionOf } from '@/server/overview/attention'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

export const overviewRoutes = ({ cluster, stacks, rescheduling }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/overview',
    tag: 'overview',
    summary: 'What needs a human now, what is under way, how full the cluster is',
    response: overview,
    handle: async () => {
      const { hosts, containers } = cluster.snapshot()
      const all = await stacks.list()
      const ids = all.flatMap(({ deploymentId }) => deploymentId ?? [])
      const settled = await Promise.allSettled(ids.map((id) => stacks.deployment(id)))
      return {
        attention: attentionOf({ hosts, containers, stacks: all, rescheduling: (await rescheduling()?.list()) ?? [] }),
        hosts,
        running: settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])),
        counts: {
          stacks: all.length,
          containers: containers.length,
          hosts: hosts.length,
          healthyHosts: hosts.filter(({ state }) => state === 'healthy').length,
        },
      }
    },
  }),
]

// The network doctor: each host's finding as it comes, then all of them judged together.
import { z } from 'zod'
import { type DoctorHost, type DoctorResult, doctorRequest, doctorResult } from '@/lib/contract/doctor'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { createQueue } from '../queue'
import { streamAnswer } from '../stream-answer'

const summaryOf = ({ probed, hosts }: DoctorResult): string => {
  const how = probed ? 'with a probe on each host' : 'read from the engines'
  const wrong = hosts.filter(({ state }) => state === 'fail' || state === 'warn')
  const found = wrong.map(({ hostName, cause }) => `${hostName}: ${cause}`).join('; ')
  return `${how}; ${found === '' ? 'nothing wrong' : found}`
}

export const doctorRoutes = ({ cluster, networks, log }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'post',
    path: '/api/v1/networks/:ref/doctor',
    tag: 'networks',
    summary: 'Check a name on a network from each host; with probe, also by a short-lived container there',
    params: z.object({ ref: z.string() }),
    body: doctorRequest,
    response: doctorResult,
    stream: {
      type: 'application/x-ndjson',
      of: doctorResult,
      description: 'With Accept: application/x-ndjson {host} as each is done, last {result}',
    },
    audit: {
      action: 'network.doctor',
      target: ({ params: { ref }, body: { name, port } }) =>
        `${cluster.network(ref)?.displayName ?? ref} ${name}${port === null ? '' : `:${port}`}`,
    },
    handle: async ({ params: { ref }, body, request, note }) => {
      if (!/\b(x-ndjson|event-stream)\b/.test(request.headers.get('accept') ?? '')) {
        const result = await networks.doctor(ref, body)
        note(summaryOf(result))
        return result
      }
      const queue = createQueue<{ host: DoctorHost } | { result: DoctorResult }>()
      networks
        .doctor(ref, body, (host) => queue.push({ host }))
        .then(
          (result) => {
            queue.push({ result })
            queue.end()
          },
          (error: unknown) => queue.fail(error),
        )
      const answer = await streamAnswer(queue.values(), { request, log })
      note(body.probe ? 'began with a probe on each host; findings were streamed' : 'read from the engines')
      return answer
    },
  }),
]

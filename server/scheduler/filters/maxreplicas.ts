// `max_replicas_per_node`: so many containers of one service on a host and no more.
import type { Filter } from '../filter'
import { replicatedService, replicaWatch, type ServiceName } from '../replicas'
import type { HostRecord, PlacementState } from '../state'

interface Question {
  most: number
  service: ServiceName
}

const countOn = (state: PlacementState, { service }: Question, { slot }: HostRecord) =>
  replicaWatch(state, service).counts[slot] as number

export const maxreplicas: Filter<Question> = {
  name: 'maxreplicas',
  questions({ request }) {
    const service = replicatedService(request)
    return service && request.maxReplicasPerHost ? [{ most: request.maxReplicasPerHost, service }] : []
  },
  passes: (state, question, record) => countOn(state, question, record) < question.most,
  condition: ({ most }) => `max replicas per node ${most}`,
  wants: ({ most }) => `at most ${most} per host`,
  actual(state, question, record) {
    const names = [...record.containers.values()]
      .filter(({ stack, service }) => (stack ?? '') === question.service.stack && service === question.service.service)
      .map(({ name }) => name)
    if (names.length === 0) return '0 here'
    return countOn(state, question, record) < question.most ? `${names.length} here` : `${names.join(', ')} here`
  },
  fix: (state, question, record) => ({
    kind: 'raise-limit',
    text: `Allow ${countOn(state, question, record) + 1} per host`,
  }),
}

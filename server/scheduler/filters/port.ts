// A host port can be taken once for each protocol. As in classic Swarm stopped containers keep their ports, and in host mode only
// what other host-mode containers expose counts; that it does not compare protocols is kept for comparison with its decisions.
import type { PortBinding } from '@/lib/contract/containers'
import type { Filter } from '../filter'
import { hasSlot, takeAway } from '../host-set'
import { protocolOf } from '../port-protocol'
import type { HostRecord, PlacementState, Watch } from '../state'
import type { PlacementContainer } from '../types'
import { addWatch, findWatch } from '../watches'

type Question =
  | { hostMode: true; exposed: string }
  /** Null: whatever the protocol. */
  | { hostMode: false; port: string; hostIp: string; hostPort: string; protocol: string | null }

const everywhere = (hostIp: string) => hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::'

type Asked = Extract<Question, { hostMode: false }>

const clashes = ({ hostIp, protocol }: Asked, held: { hostIp: string; protocol: string }) =>
  (protocol === null || protocol === held.protocol) &&
  (hostIp === held.hostIp || everywhere(hostIp) || everywhere(held.hostIp))

const exposes = (container: PlacementContainer, port: string) =>
  container.networkMode === 'host' && container.exposedPorts?.includes(port) === true

function holdersOf(record: HostRecord, question: Question): PlacementContainer[] {
  if (question.hostMode) return [...record.containers.values()].filter((it) => exposes(it, question.exposed))
  const holders = record.ports.get(question.hostPort) ?? []
  return holders.filter((held) => clashes(question, held)).map(({ container }) => container)
}

function clashesOf(container: PlacementContainer, asked: Asked) {
  let count = 0
  for (const bindings of [container.requestedPorts, container.actualPorts]) {
    if (!bindings) continue
    for (const { port, hostIp, hostPort } of bindings) {
      if (hostPort === asked.hostPort && clashes(asked, { hostIp, protocol: protocolOf(port) })) count++
    }
  }
  return count
}

function watchOf(state: PlacementState, question: Question): Watch {
  if (question.hostMode) {
    const key = `exposed ${question.exposed}`
    return findWatch(state, key) ?? addWatch(state, key, (it) => (exposes(it, question.exposed) ? 1 : 0))
  }
  const { hostPort, hostIp, protocol } = question
  const key = `port ${[hostPort, protocol, everywhere(hostIp) ? '' : hostIp].join('/')}`
  return (
    findWatch(state, key) ??
    addWatch(
      state,
      key,
      (container) => clashesOf(container, question),
      (record) => record.ports.get(hostPort)?.filter((held) => clashes(question, held)).length ?? 0,
    )
  )
}

const isFixed = (question: Question) => question.hostMode || question.hostPort !== ''

const nothing: readonly Question[] = []

export const port: Filter<Question> = {
  name: 'port',
  questions({ request, anyProtocol }) {
    if (request.networkMode === 'host') {
      return request.exposedPorts?.map((exposed) => ({ hostMode: true, exposed })) ?? nothing
    }
    const asked = (binding: PortBinding): Question => ({
      hostMode: false,
      ...binding,
      protocol: anyProtocol ? null : protocolOf(binding.port),
    })
    return request.portBindings?.map(asked) ?? nothing
  },
  narrow(state, question, among) {
    if (isFixed(question)) takeAway(among, watchOf(state, question).present)
  },
  passes: (state, question, { slot }) => !isFixed(question) || !hasSlot(watchOf(state, question).present, slot),
  condition: (question) =>
    question.hostMode ? `port ${question.exposed} (Host mode)` : `port ${question.hostPort} (Bridge mode)`,
  wants(question) {
    if (question.hostMode) return `${question.exposed} (host network)`
    if (question.hostPort === '') return `any port for ${question.port}`
    const protocol = question.port.includes('/') ? question.port.slice(question.port.indexOf('/')) : ''
    return `${everywhere(question.hostIp) ? '' : `${question.hostIp}:`}${question.hostPort}${protocol}`
  },
  actual(_state, question, record) {
    const names = [...new Set(holdersOf(record, question).map(({ name }) => name))]
    return names.length === 0 ? 'free' : `held by ${names.join(', ')}`
  },
  fix(_state, question, record) {
    const names = [...new Set(holdersOf(record, question).map(({ name }) => name))]
    const wanted = question.hostMode ? question.exposed : question.hostPort
    return { kind: 'free-port', text: `Free port ${wanted} on ${record.host.name} (held by ${names.join(', ')})` }
  },
}

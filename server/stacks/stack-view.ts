// A stack as people see it: what is wanted against what runs, and the difference in parts and as a sentence. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Deployment } from '@/lib/contract/deployments'
import type { Stack, StackReport, StackService } from '@/lib/contract/stacks'
import { stackSentence } from '@/lib/stack-sentence'
import { containersByNumber } from './existing'

export type WantedService = { name: string; image: string; desired: number | null; isJob: boolean }

export type StackFacts = {
  name: string
  flag: number
  managed: boolean
  revision: number | null
  deployedAt: string | null
  deployedBy: string | null
  /** Null: not known, as what runs is all there is to see. */
  services: readonly WantedService[] | null
  containers: readonly Container[]
  deployment:
    | (Pick<Deployment, 'id' | 'kind' | 'state' | 'revision' | 'error'> & { done: number; total: number })
    | null
}

const isUp = (container: Container) =>
  container.known && (container.state === 'running' || container.state === 'paused')
const isDone = (container: Container, isJob: boolean) =>
  isJob && container.state === 'exited' && container.exitCode === 0

const wantedFromContainers = (containers: readonly Container[]): WantedService[] =>
  [...new Set(containers.map(({ service }) => service ?? ''))].sort().map((name) => ({
    name,
    image: containers.find(({ service }) => service === name)?.image ?? '',
    desired: null,
    isJob: false,
  }))

type Fault = StackReport['faults'][number]
type ServiceState = { view: StackService; fulfilled: number; faults: Fault[] }

const faultOf = ({ known, state }: Container): Fault['fault'] => {
  if (!known) return 'unseen'
  if (state === 'exited' || state === 'dead') return 'exited'
  return state === 'running' || state === 'paused' ? 'unhealthy' : state
}

const serviceState = (wanted: WantedService, containers: readonly Container[]): ServiceState => {
  const { byNumber } = containersByNumber(containers, wanted.name)
  const own = [...byNumber].sort(([a], [b]) => a - b)
  const desired = wanted.desired ?? Math.max(1, own.length)
  const faults: Fault[] = []
  for (let number = 1; number <= desired && faults.length < 20; number++) {
    const container = wanted.desired === null ? own[number - 1]?.[1] : byNumber.get(number)
    const replica = `${wanted.name}-${number}`
    if (container === undefined) faults.push({ replica, fault: 'missing', hostName: '', exitCode: null })
    else if (container.health === 'unhealthy' || !(isUp(container) || isDone(container, wanted.isJob))) {
      const { hostName, exitCode } = container
      faults.push({ replica, fault: faultOf(container), hostName, exitCode })
    }
  }
  const replicas = own.map(([number, container]) => ({
    number,
    containerId: container.id,
    hostId: container.hostId,
    state: container.state,
    health: container.health,
    known: container.known,
  }))
  const counted = own.map(([, container]) => container)
  const up = counted.filter(isUp)
  return {
    view: {
      name: wanted.name,
      image: wanted.image,
      desired,
      running: up.length,
      healthy: up.filter(({ health }) => health === 'none' || health === 'healthy').length,
      replicas,
    },
    fulfilled: Math.min(desired, counted.filter((item) => isUp(item) || isDone(item, wanted.isJob)).length),
    faults,
  }
}

const mostFaults = 2

const reportOf = ({ deployment }: StackFacts, states: readonly ServiceState[]): StackReport => {
  const sum = (count: (state: ServiceState) => number) => states.reduce((total, state) => total + count(state), 0)
  const faults = states.flatMap((state) => state.faults)
  return {
    desired: sum(({ view }) => view.desired),
    fulfilled: sum(({ fulfilled }) => fulfilled),
    jobsDone: sum(({ fulfilled, view }) => Math.max(0, fulfilled - Math.min(view.running, view.desired))),
    faults: faults.slice(0, mostFaults),
    moreFaults: Math.max(0, faults.length - mostFaults),
    deployment:
      deployment === null || deployment.state === 'succeeded'
        ? null
        : {
            kind: deployment.kind,
            state: deployment.state,
            revision: deployment.revision,
            done: deployment.done,
            total: deployment.total,
            error: deployment.error,
          },
  }
}

const stateOf = (facts: StackFacts, states: readonly ServiceState[]): Stack['state'] => {
  const { deployment } = facts
  const isUnderWay = deployment?.state === 'running' || deployment?.state === 'cancelling'
  if (isUnderWay) return deployment.kind === 'remove' ? 'removing' : 'deploying'
  if (deployment?.state === 'failed') return 'failed'
  const desired = states.reduce((sum, { view }) => sum + view.desired, 0)
  if (desired === 0) return 'empty'
  if (states.every(({ faults }) => faults.length === 0)) return 'running'
  return states.some(({ fulfilled }) => fulfilled > 0) ? 'degraded' : 'down'
}

export const stackView = (facts: StackFacts): Stack => {
  const wanted = facts.services ?? wantedFromContainers(facts.containers)
  const states = wanted.map((service) => serviceState(service, facts.containers))
  const isUnderWay = facts.deployment?.state === 'running' || facts.deployment?.state === 'cancelling'
  const report = reportOf(facts, states)
  return {
    name: facts.name,
    flag: facts.flag,
    managed: facts.managed,
    state: stateOf(facts, states),
    statement: stackSentence(report, 'en'),
    report,
    revision: facts.revision,
    deployedAt: facts.deployedAt,
    deployedBy: facts.deployedBy,
    services: states.map(({ view }) => view),
    deploymentId: isUnderWay ? (facts.deployment?.id ?? null) : null,
  }
}

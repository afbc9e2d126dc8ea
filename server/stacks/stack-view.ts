// A stack as people see it: what is wanted against what runs, and the difference as a sentence. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Deployment, Stack, StackService } from '@/lib/contract/stacks'
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

type ServiceState = { view: StackService; fulfilled: number; complaints: string[] }

const complaint = (name: string, container: Container): string => {
  const at = ` on ${container.hostName}`
  if (!container.known) return `${name} was last seen on ${container.hostName}, which does not answer`
  if (container.state === 'exited' || container.state === 'dead')
    return `${name} exited with code ${container.exitCode ?? '?'}${at}`
  if (container.state === 'restarting') return `${name} restarts again and again${at}`
  if (container.health === 'unhealthy') return `${name} is unhealthy${at}`
  return `${name} is ${container.state}${at}`
}

const serviceState = (wanted: WantedService, containers: readonly Container[]): ServiceState => {
  const { byNumber } = containersByNumber(containers, wanted.name)
  const own = [...byNumber].sort(([a], [b]) => a - b)
  const desired = wanted.desired ?? Math.max(1, own.length)
  const complaints: string[] = []
  for (let number = 1; number <= desired && complaints.length < 20; number++) {
    const container = wanted.desired === null ? own[number - 1]?.[1] : byNumber.get(number)
    const name = `${wanted.name}-${number}`
    if (container === undefined) complaints.push(`${name} is missing`)
    else if (container.health === 'unhealthy' || !(isUp(container) || isDone(container, wanted.isJob))) {
      complaints.push(complaint(name, container))
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
    complaints,
  }
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

const countSentence = (states: readonly ServiceState[]): string => {
  const desired = states.reduce((sum, { view }) => sum + view.desired, 0)
  const fulfilled = states.reduce((sum, state) => sum + state.fulfilled, 0)
  const complaints = states.flatMap((state) => state.complaints)
  if (desired === 0) return 'No container is wanted.'
  const done = states.reduce(
    (sum, state) => sum + Math.max(0, state.fulfilled - Math.min(state.view.running, state.view.desired)),
    0,
  )
  const jobs = done > 0 ? `; ${plural(done, 'job')} did the work and ended` : ''
  if (complaints.length === 0) {
    const running = desired - done
    if (running === 0) return `${plural(done, 'job')} did the work and ended.`
    return `${running === 1 ? 'Its one container runs' : `All ${running} containers run`}${jobs}.`
  }
  const shown = complaints.slice(0, 2).join(', ')
  const more = complaints.length > 2 ? `, and ${complaints.length - 2} more` : ''
  return `${fulfilled} of ${plural(desired, 'container')} ${fulfilled === 1 ? 'runs' : 'run'}; ${shown}${more}.`
}

const deploymentSentence = (facts: StackFacts): string => {
  const { deployment } = facts
  if (deployment === null) return ''
  const what =
    deployment.kind === 'remove'
      ? 'The removal'
      : deployment.kind === 'scale'
        ? 'The scaling'
        : `Revision ${deployment.revision}`
  if (deployment.state === 'running')
    return `${what} is under way: ${deployment.done} of ${plural(deployment.total, 'step')} done. `
  if (deployment.state === 'cancelling') return `${what} is being cancelled. `
  if (deployment.state === 'cancelled') return `${what} was cancelled. `
  return deployment.state === 'failed' ? `${what} failed: ${(deployment.error ?? '').replace(/\.?$/, '.')} ` : ''
}

const stateOf = (facts: StackFacts, states: readonly ServiceState[]): Stack['state'] => {
  const { deployment } = facts
  const isUnderWay = deployment?.state === 'running' || deployment?.state === 'cancelling'
  if (isUnderWay) return deployment.kind === 'remove' ? 'removing' : 'deploying'
  if (deployment?.state === 'failed') return 'failed'
  const desired = states.reduce((sum, { view }) => sum + view.desired, 0)
  if (desired === 0) return 'empty'
  if (states.every(({ complaints }) => complaints.length === 0)) return 'running'
  return states.some(({ fulfilled }) => fulfilled > 0) ? 'degraded' : 'down'
}

export const stackView = (facts: StackFacts): Stack => {
  const wanted = facts.services ?? wantedFromContainers(facts.containers)
  const states = wanted.map((service) => serviceState(service, facts.containers))
  const isUnderWay = facts.deployment?.state === 'running' || facts.deployment?.state === 'cancelling'
  return {
    name: facts.name,
    flag: facts.flag,
    managed: facts.managed,
    state: stateOf(facts, states),
    statement: `${deploymentSentence(facts)}${countSentence(states)}`,
    revision: facts.revision,
    deployedAt: facts.deployedAt,
    deployedBy: facts.deployedBy,
    services: states.map(({ view }) => view),
    deploymentId: isUnderWay ? (facts.deployment?.id ?? null) : null,
  }
}

// The first pass of a plan: for each container that is wanted or there, what shall become of it, before anyone asks where.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Comparison } from './compare'
import { type DesiredService, instanceName } from './desired'
import { containersByNumber } from './existing'
import type { Instance } from './instance'

export type DraftInput = {
  stack: string
  services: readonly DesiredService[]
  containers: readonly Container[]
  hosts: ReadonlyMap<string, Host>
  /** Services that others wait for to end. */
  jobs: ReadonlySet<string>
  compare: (desired: DesiredService, name: string, container: Container) => Comparison
}

export const answers = (host: Host | undefined): boolean => host?.state === 'healthy' || host?.state === 'suspect'

const isJob = (desired: DesiredService, jobs: ReadonlySet<string>): boolean => {
  const { restart, deploy } = desired.service
  const policy = deploy?.restart_policy?.condition ?? restart
  return jobs.has(desired.name) || policy === 'no' || policy === 'none' || policy?.startsWith('on-failure') === true
}

const whyStart = (container: Container): string => {
  if (container.state === 'created') return 'was never started'
  return container.exitCode === null ? `is ${container.state}` : `exited with code ${container.exitCode}`
}

/** What an unchanged container needs. */
const upkeep = (
  desired: DesiredService,
  container: Container,
  jobs: ReadonlySet<string>,
): Pick<Instance, 'action' | 'reason'> => {
  const { state, exitCode } = container
  if (state === 'running' || state === 'restarting') return { action: 'keep', reason: 'nothing differs' }
  if (state === 'paused') return { action: 'keep', reason: 'nothing differs; it is paused' }
  if (state === 'dead') return { action: 'recreate', reason: 'the engine could not remove it and calls it dead' }
  if (state === 'exited' && exitCode === 0 && isJob(desired, jobs)) {
    return { action: 'keep', reason: 'did its work and ended with code 0' }
  }
  return { action: 'start', reason: whyStart(container) }
}

const draftExisting = (input: DraftInput, desired: DesiredService, number: number, container: Container): Instance => {
  const name = instanceName(input.stack, desired, number)
  const { isSame, changes, reason } = input.compare(desired, name, container)
  const base = { desired, service: desired.name, number, name, existing: container, changes, explanation: null }
  const host = input.hosts.get(container.hostId)
  if (!answers(host)) {
    const silent = `${container.hostName} does not answer; last seen ${container.state} there`
    return isSame
      ? { ...base, action: 'keep', hostId: container.hostId, reason: silent }
      : { ...base, action: 'blocked', hostId: container.hostId, reason: `${reason}, but ${silent}` }
  }
  if (!isSame) return { ...base, action: 'recreate', hostId: null, reason }
  const { action, reason: why } = upkeep(desired, container, input.jobs)
  return { ...base, action, hostId: action === 'recreate' ? null : container.hostId, reason: why }
}

export const draftRemoval = (container: Container, hosts: DraftInput['hosts'], reason: string): Instance => ({
  desired: null,
  service: container.service ?? '',
  number: container.number ?? 1,
  name: container.name,
  existing: container,
  action: answers(hosts.get(container.hostId)) ? 'remove' : 'keep',
  hostId: container.hostId,
  changes: [],
  reason: answers(hosts.get(container.hostId))
    ? reason
    : `${reason}; it stays listed, ${container.hostName} does not answer`,
  explanation: null,
})

export const draftCreation = (stack: string, desired: DesiredService, number: number, reason: string): Instance => ({
  desired,
  service: desired.name,
  number,
  name: instanceName(stack, desired, number),
  existing: null,
  action: 'create',
  hostId: null,
  changes: [],
  reason,
  explanation: null,
})

const draftReplicated = (input: DraftInput, desired: DesiredService): Instance[] => {
  const nameOf = (number: number) => instanceName(input.stack, desired, number)
  const { byNumber, doubles } = containersByNumber(input.containers, desired.name, nameOf)
  const wanted = Array.from({ length: desired.replicas }, (_, index) => {
    const container = byNumber.get(index + 1)
    return container === undefined
      ? draftCreation(
          input.stack,
          desired,
          index + 1,
          byNumber.size === 0 ? 'new' : `replica ${index + 1} of ${desired.replicas}`,
        )
      : draftExisting(input, desired, index + 1, container)
  })
  const surplus = [...byNumber].filter(([number]) => number < 1 || number > desired.replicas)
  return [
    ...wanted,
    ...surplus.map(([, container]) => draftRemoval(container, input.hosts, `only ${desired.replicas} wanted`)),
    ...doubles.map((container) => draftRemoval(container, input.hosts, 'a second container of the same number')),
  ]
}

/** One a host at most; where it may run is asked later. */
const draftGlobal = (input: DraftInput, desired: DesiredService): Instance[] => {
  const own = input.containers.filter((container) => container.service === desired.name)
  const seen = new Set<string>()
  return own.map((container) => {
    if (seen.has(container.hostId)) return draftRemoval(container, input.hosts, 'a second container on this host')
    seen.add(container.hostId)
    const draft = draftExisting(input, desired, container.number ?? 1, container)
    return draft.action === 'recreate' ? { ...draft, hostId: container.hostId } : draft
  })
}

export const draftInstances = (input: DraftInput): Instance[] =>
  input.services.flatMap((desired) =>
    desired.mode === 'global' ? draftGlobal(input, desired) : draftReplicated(input, desired),
  )

// What a move would do, what it interrupts and what has to be agreed to first. Pure: the same answer for the preview and for
// the act.
import type { Host } from '@/lib/contract/hosts'
import type { MovedContainer, MovePlan, MoveProblem } from '@/lib/contract/moves'
import type { Explanation } from '@/lib/contract/placements'
import { explain } from '@/server/scheduler/explain'
import { stateFromInventory } from '@/server/scheduler/from-contract'
import { placedContainer } from '@/server/scheduler/placed-container'
import { requestOfContainer } from '@/server/scheduler/request-of-container'
import { addContainer } from '@/server/scheduler/state-changes'
import type { PlacementRequest } from '@/server/scheduler/types'
import { problemsOf } from './find-problems'
import { notesOf } from './notes'
import { bundlesOf } from './partners'
import { stepsOf } from './plan-steps'
import { isRunning, mountedVolumes, type PlanInput, type Subject, stopFirstReason } from './subject'
import type { MoveDecision, PlannedStep } from './types'

export type MovePlanResult = { plan: MovePlan; steps: PlannedStep[]; decisions: MoveDecision[] }

/** Its volumes go with it, so they bind it to no host. */
export const moveRequestOf = ({ container, inspect, decision }: Subject): PlacementRequest => ({
  ...requestOfContainer(container, inspect.Config.Env ?? [], decision),
  volumes: [],
})

const refusal = (explanation: Explanation, target: Host, subject: Subject): MoveProblem | null => {
  const verdict = explanation.hosts.find((host) => host.hostId === target.id)
  if (verdict?.eligible) return null
  if (target.state !== 'healthy') {
    const message = `${target.name} does not answer, so ${subject.container.name} cannot be moved there.`
    const fix = 'Try it again once it answers.'
    return { code: 'target-unreachable', containerId: subject.container.id, message, consent: null, fix }
  }
  const failing = explanation.rules.flatMap((rule, index) => {
    const cell = verdict?.cells[index]
    return cell && !cell.ok && !rule.soft ? [`${rule.filter} ${rule.wants}: ${cell.actual}`] : []
  })
  const why = failing.length > 0 ? failing.join('; ') : (explanation.error ?? explanation.summary)
  return {
    code: 'placement',
    containerId: subject.container.id,
    message: `${target.name} does not take ${subject.container.name}: ${why}.`,
    consent: null,
    ...(verdict?.fix ? { fix: `${verdict.fix.text}.` } : {}),
  }
}

/** What is in the volumes that are copied, each once; null where that is not known of all. */
const bytesOf = (volumes: readonly string[], bundle: readonly Subject[]): number | null => {
  const sizes = volumes.map((name) => bundle.find(({ volumeBytes }) => volumeBytes.has(name))?.volumeBytes.get(name))
  return sizes.reduce<number | null>((sum, size) => (sum === null || size === undefined ? null : sum + size), 0)
}

const movedContainer = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): MovedContainer => {
  const { container, inspect } = subject
  const orderReason = stopFirstReason(input, subject, bundle)
  const runs = isRunning(subject)
  const copied = bundle.flatMap((member) => mountedVolumes(input, member)).filter(({ isLocal }) => isLocal)
  const volumes = [...new Set(copied.map(({ name }) => name))]
  const copies = volumes.length > 0
  return {
    id: container.id,
    name: container.name,
    stack: container.stack,
    service: container.service,
    number: container.number,
    fromHostId: container.hostId,
    fromHostName: container.hostName,
    toHostId: input.target.id,
    toHostName: input.target.name,
    state: 'waiting',
    order: orderReason === '' ? 'start-first' : 'stop-first',
    orderReason,
    isRunning: runs,
    interruption: !runs || orderReason === '' ? 'none' : copies ? 'copy' : 'restart',
    graceSeconds: inspect.Config.StopTimeout ?? 10,
    copyBytes: copies ? bytesOf(volumes, bundle) : null,
    newId: null,
    together: bundle.map((member) => member.container.id).filter((id) => id !== container.id),
  }
}

export const planMove = (input: PlanInput): MovePlanResult => {
  const { target, subjects, hosts, images, volumes, consents } = input
  const moving = new Set(subjects.map(({ container }) => container.id))
  const containers = input.containers.filter(({ id }) => !moving.has(id))
  const state = stateFromInventory({ hosts, containers, images, volumes })
  for (const { hostId, container } of input.promised) {
    const isThere = containers.some(({ name, hostId: at }) => at === hostId && name === container.name)
    if (!isThere) addContainer(state, hostId, container)
  }
  const problems: MoveProblem[] = []
  const notes: MovePlan['notes'] = [
    { containerId: null, message: 'What a container wrote outside of its volumes does not come along.' },
  ]
  const steps: PlannedStep[] = []
  const decisions: MoveDecision[] = []
  const brought = new Set<string>()
  const bundles = bundlesOf(input)
  const ordered = bundles.flatMap((bundle) => bundle.map((subject) => ({ subject, bundle })))
  for (const { subject, bundle } of ordered) {
    const { container } = subject
    const request = { ...moveRequestOf(subject), host: target.id }
    const explanation = explain(state, request, { strategy: input.strategy })
    const refused = container.hostId === target.id ? null : refusal(explanation, target, subject)
    if (refused) problems.push(refused)
    addContainer(state, target.id, placedContainer(request, container.id))
    const found = problemsOf(input, subject, bundle)
    problems.push(...found.filter(({ consent }) => consent === null || !consents.has(consent)))
    for (const message of notesOf(input, subject, bundle))
      if (!notes.some((note) => note.message === message)) notes.push({ containerId: container.id, message })
    const { stack, service, number } = container
    if (stack !== null && service !== null && number !== null) {
      decisions.push({ containerId: container.id, stack, service, number, hostId: target.id, explanation })
    }
  }
  for (const [index, bundle] of bundles.entries())
    steps.push(...stepsOf(input, bundle, brought, bundles.slice(index + 1).flat()))
  const plan: MovePlan = {
    hostId: target.id,
    hostName: target.name,
    containers: ordered.map(({ subject, bundle }) => movedContainer(input, subject, bundle)),
    problems,
    notes,
    steps: steps.map(({ input: _input, ...step }) => step),
  }
  return { plan, steps, decisions }
}

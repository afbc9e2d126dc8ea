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

const movedContainer = (input: PlanInput, subject: Subject): MovedContainer => {
  const { container, inspect } = subject
  const orderReason = stopFirstReason(input, subject)
  const runs = isRunning(subject)
  const copies = mountedVolumes(input, subject).some(({ isLocal }) => isLocal)
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
    copyBytes: copies ? subject.copyBytes : null,
    newId: null,
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
  for (const subject of subjects) {
    const { container } = subject
    const request = { ...moveRequestOf(subject), host: target.id }
    const explanation = explain(state, request, { strategy: input.strategy })
    const refused = container.hostId === target.id ? null : refusal(explanation, target, subject)
    if (refused) problems.push(refused)
    addContainer(state, target.id, placedContainer(request, container.id))
    problems.push(...problemsOf(input, subject).filter(({ consent }) => consent === null || !consents.has(consent)))
    notes.push(...notesOf(input, subject).map((message) => ({ containerId: container.id, message })))
    steps.push(...stepsOf(input, subject, brought))
    const { stack, service, number } = container
    if (stack !== null && service !== null && number !== null) {
      decisions.push({ containerId: container.id, stack, service, number, hostId: target.id, explanation })
    }
  }
  const plan: MovePlan = {
    hostId: target.id,
    hostName: target.name,
    containers: subjects.map((subject) => movedContainer(input, subject)),
    problems,
    notes,
    steps: steps.map(({ input: _input, ...step }) => step),
  }
  return { plan, steps, decisions }
}

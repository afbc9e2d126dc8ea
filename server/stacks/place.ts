// The second pass of a plan: every container without a host gets one, or the reasons why none will do.
// What runs stays where it is as long as that is allowed; what must go together is tried host by host as a whole.
import type { Host } from '@/lib/contract/hosts'
import type { FilterName, PlacementRequest } from '@/server/scheduler/types'
import type { DesiredService } from './desired'
import { answers, draftCreation } from './draft'
import { type Instance, needsPlace } from './instance'
import { placementRequest, plannedContainer, type RequestContext } from './placement-request'
import type { Placer } from './placer'
import type { Unit } from './units'

export type PlaceInput = {
  placer: Placer
  context: RequestContext
  hosts: ReadonlyMap<string, Host>
  instances: Instance[]
}

const mostHostsTried = 64
/** Rules about the moment of placing; the others (platform, constraints, whitelist) have to hold for as long as it runs. */
const momentFilters: readonly FilterName[] = [
  'health',
  'availability',
  'port',
  'containerslots',
  'dependency',
  'affinity',
  'maxreplicas',
  'volume',
]

const requestOf = (input: PlaceInput, instance: Instance): PlacementRequest =>
  instance.desired === null ? {} : placementRequest(instance.desired, instance.number, instance.name, input.context)

/** A paused host takes nothing new, but what it has may be renewed there. */
const overlooked = (input: PlaceInput, instance: Instance, hostId: string): readonly FilterName[] =>
  instance.existing?.hostId === hostId && input.hosts.get(hostId)?.availability === 'paused' ? ['availability'] : []

const placeOn = (input: PlaceInput, instance: Instance, hostId: string): boolean => {
  const request = { ...requestOf(input, instance), host: hostId }
  if (input.placer.place(request, overlooked(input, instance, hostId)) === null) return false
  input.placer.add(hostId, plannedContainer(request, instance.name))
  instance.hostId = hostId
  return true
}

const unplace = (input: PlaceInput, instance: Instance): void => {
  if (instance.hostId !== null) input.placer.remove(instance.hostId, `planned ${instance.name}`)
  instance.hostId = null
}

const nameOf = (input: PlaceInput, hostId: string) => input.hosts.get(hostId)?.name ?? hostId

const block = (input: PlaceInput, instance: Instance, why: readonly string[] = []): void => {
  const explanation = input.placer.explain(requestOf(input, instance))
  instance.action = 'blocked'
  instance.explanation = explanation
  const together = why.length > 0 ? ` It has to be on one host with others: ${why.join('; ')}.` : ''
  instance.reason =
    explanation.chosenHostId === null
      ? `${explanation.summary}${together}`
      : `No one host takes all that go together.${together}`
}

const placeSingle = (input: PlaceInput, instance: Instance): void => {
  const stay = instance.existing?.hostId
  if (stay !== undefined && placeOn(input, instance, stay)) return
  const request = requestOf(input, instance)
  const hostId = input.placer.place(request)
  if (hostId === null) {
    block(input, instance)
    return
  }
  instance.explanation = input.placer.explain(request)
  if (stay !== undefined) instance.reason = `${instance.reason}; moves from ${nameOf(input, stay)}`
  placeOn(input, instance, hostId)
}

const candidates = (input: PlaceInput, unit: Instance[], open: Instance[]): string[] => {
  const settled = unit.flatMap(({ hostId, action }) => (hostId !== null && action !== 'remove' ? [hostId] : []))
  if (settled.length > 0) return [...new Set(settled)].slice(0, 1)
  const current = open.flatMap(({ existing }) => (existing === null ? [] : [existing.hostId]))
  const ranked = open[0] === undefined ? [] : input.placer.ranking(requestOf(input, open[0]))
  return [...new Set([...current, ...ranked])].slice(0, mostHostsTried)
}

/** All or nothing on each host in turn. Gives the instance that no host had room for. */
const placeTogether = (input: PlaceInput, unit: Instance[], why: readonly string[]): void => {
  const open = unit.filter(needsPlace)
  let stuck: Instance | undefined = open[0]
  for (const hostId of candidates(input, unit, open)) {
    stuck = open.find((instance) => !placeOn(input, instance, hostId))
    if (stuck === undefined) break
    for (const instance of open) unplace(input, instance)
  }
  for (const instance of open) {
    if (stuck !== undefined) block(input, instance, why)
    else if (instance.existing === null && instance.hostId !== null) explainPlaced(input, instance)
  }
}

/** As it was seen when it was placed: without itself. */
const explainPlaced = (input: PlaceInput, instance: Instance): void => {
  const { hostId } = instance
  if (hostId === null) return
  const request = { ...requestOf(input, instance), host: hostId }
  input.placer.remove(hostId, `planned ${instance.name}`)
  instance.explanation = input.placer.explain(request)
  input.placer.add(hostId, plannedContainer(request, instance.name))
}

/** Runs where the rules allow it on every host, so what is there and no longer allowed goes. */
const placeGlobal = (input: PlaceInput, desired: DesiredService): void => {
  const own = input.instances.filter((instance) => instance.service === desired.name && instance.desired !== null)
  const taken = new Set(own.map(({ number }) => number))
  let next = 1
  for (const host of [...input.hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const present = own.find((instance) => instance.existing?.hostId === host.id)
    if (present !== undefined) {
      if (present.action === 'recreate' && !placeOn(input, present, host.id)) {
        Object.assign(present, { action: 'remove', desired: null, reason: `${host.name} is no longer allowed for it` })
      }
      continue
    }
    while (taken.has(next)) next++
    const created = draftCreation(input.context.stack, desired, next, 'one on each host')
    if (!placeOn(input, created, host.id)) continue
    taken.add(next)
    input.instances.push(created)
  }
  if (input.instances.some((instance) => instance.service === desired.name && instance.desired !== null)) return
  const nowhere = draftCreation(input.context.stack, desired, 1, 'one on each host')
  block(input, nowhere)
  input.instances.push(nowhere)
}

/** A label taken from a host, a rule added to the file: what is not allowed any more where it runs has to move. */
const evict = (input: PlaceInput, instance: Instance): void => {
  const { existing, hostId } = instance
  if (instance.desired === null || existing === null || hostId === null) return
  if (!answers(input.hosts.get(hostId)) || (instance.action !== 'keep' && instance.action !== 'start')) return
  const request = { ...requestOf(input, instance), host: hostId, cpus: 0, memoryBytes: 0 }
  if (input.placer.place(request, momentFilters) !== null) return
  const failing = input.placer.explain(request).hosts.find((verdict) => verdict.hostId === hostId)
  const fix = failing?.fix?.text
  Object.assign(instance, {
    action: instance.desired.mode === 'global' ? 'remove' : 'recreate',
    hostId: instance.desired.mode === 'global' ? hostId : null,
    reason: `${existing.hostName} no longer meets its placement rules${fix ? ` (to keep it: ${fix})` : ''}`,
    ...(instance.desired.mode === 'global' ? { desired: null } : {}),
  })
}

export const evictDisallowed = (input: PlaceInput): void => {
  for (const instance of input.instances) evict(input, instance)
}

export const placeInstances = (
  input: PlaceInput,
  services: readonly DesiredService[],
  units: readonly Unit[],
): void => {
  // Ports and room of what goes or is replaced are free for the plan; operations are ordered accordingly.
  for (const { action, existing } of input.instances) {
    if (existing !== null && (action === 'remove' || action === 'recreate'))
      input.placer.remove(existing.hostId, existing.id)
  }
  for (const desired of services) if (desired.mode === 'global') placeGlobal(input, desired)
  const membersOf = (unit: Unit) =>
    input.instances
      .filter((instance) => instance.desired !== null && unit.services.includes(instance.service))
      .sort((a, b) => unit.services.indexOf(a.service) - unit.services.indexOf(b.service) || a.number - b.number)
  const settledFirst = [...units].sort(
    (a, b) =>
      Number(membersOf(b).some(({ existing }) => existing !== null)) -
      Number(membersOf(a).some(({ existing }) => existing !== null)),
  )
  for (const unit of settledFirst) {
    const members = membersOf(unit)
    if (unit.why.length > 0) placeTogether(input, members, unit.why)
    else for (const instance of members.filter(needsPlace)) placeSingle(input, instance)
  }
}

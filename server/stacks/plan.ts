// plan(desired, observed) → what differs, where each container goes and why, and the operations that close the difference.
// Pure: the same input gives the same plan, on the server to act and to preview alike.

import type { Diagnostic } from '@/lib/contract/common'
import type { Explanation } from '@/lib/contract/placements'
import type { Plan, PlanContainer } from '@/lib/contract/plan'
import { compareContainer } from './compare'
import { type DesiredService, desiredServices } from './desired'
import { draftInstances, draftRemoval } from './draft'
import { stackContainers } from './existing'
import { peersOf } from './foreign/foreign-changes'
import { gapsOf } from './gaps'
import { planImages } from './image-plan'
import { type Instance, isMoved } from './instance'
import { lotseLabel } from './labels'
import { chooseNetworks } from './network-choice'
import { evictDisallowed, placeInstances } from './place'
import { placementRequest, plannedContainer, type RequestContext } from './placement-request'
import { createPlacer } from './placer'
import type { PlanInput, PlannedContainer } from './plan-input'
import { askOf, networkList, orphanList, portList, volumeList } from './plan-lists'
import { planOperations } from './plan-operations'
import { portConflicts } from './port-conflicts'
import { problemsOf } from './problems'
import { propagate } from './propagate'
import { subnetConflicts } from './subnet-conflicts'
import { unitsOf } from './units'
import { unsupportedKeys } from './unsupported'
import { volumeRisksOf } from './volume-risks'

export type PlannedDecision = { service: string; number: number; hostId: string; explanation: Explanation }
export type PlanResult = { plan: Plan; decisions: PlannedDecision[]; promised: PlannedContainer[] }

const awaitedJobs = (services: readonly DesiredService[]): Set<string> =>
  new Set(
    services.flatMap(({ service }) =>
      Object.entries(service.depends_on ?? {}).flatMap(([other, dependency]) =>
        dependency.condition === 'service_completed_successfully' ? [other] : [],
      ),
    ),
  )

const planContainer = (instance: Instance, hostNames: ReadonlyMap<string, string>): PlanContainer => {
  const hostId = instance.hostId
  return {
    service: instance.service,
    number: instance.number,
    name: instance.name,
    action: instance.action,
    hostId,
    hostName: hostId === null ? null : (hostNames.get(hostId) ?? hostId),
    fromHostName: isMoved(instance) ? (instance.existing?.hostName ?? null) : null,
    changes: instance.changes,
    reason: instance.reason,
    explanation: instance.explanation,
  }
}

/** Several containers on one local volume are wanted or a surprise: say it where they are asked for. */
const sharedVolumeHints = (input: PlanInput, services: readonly DesiredService[]): Diagnostic[] =>
  services.flatMap((desired) => {
    const plan = desired.mounts.find((mount) => mount.kind === 'volume' && mount.isLocal)
    if (desired.replicas < 2 || desired.mode === 'global' || plan?.kind !== 'volume') return []
    const position = input.model.positionOf(`services.${desired.name}.volumes`)
    const message = `The ${desired.replicas} containers of ${desired.name} share the volume ${plan.name}, which is local to its host, so they go to one host.`
    const diagnostic: Diagnostic = {
      severity: 'hint',
      code: 'placement.shared-volume',
      message,
      path: `services.${desired.name}.volumes`,
      ...(position === undefined ? {} : { position }),
    }
    return [diagnostic]
  })

const summaryOf = (containers: readonly PlanContainer[]): Plan['summary'] => {
  const summary = { create: 0, recreate: 0, restart: 0, start: 0, keep: 0, remove: 0, blocked: 0 }
  for (const { action } of containers) summary[action]++
  return summary
}

export const planStack = (input: PlanInput): PlanResult => {
  const { model, snapshot, stack } = input
  const hosts = new Map(snapshot.hosts.map((host) => [host.id, host]))
  const hostNames = new Map(snapshot.hosts.map((host) => [host.id, host.name]))
  const services = desiredServices(model, input)
  const known = new Set(services.map(({ name }) => name))
  const containers = stackContainers(snapshot.containers, stack)
  const orphans = containers.filter(
    ({ service }) => !known.has(service ?? '') && !(service && service in model.disabled_services),
  )
  const peers = peersOf(containers)
  const instances = draftInstances({
    stack,
    services,
    containers: containers.filter(({ service }) => known.has(service ?? '')),
    hosts,
    jobs: awaitedJobs(services),
    compare: (desired, name, container) =>
      compareContainer({
        model,
        desired,
        name,
        container,
        images: snapshot.images,
        previous: input.previousSpec(Number(container.labels[lotseLabel.revision]), desired.name),
        wantedDigest: input.wantedDigests[desired.image],
        inspected: input.inspected.get(container.id) ?? null,
        peers,
      }),
  })
  const ticked = orphans.filter(({ id }) => input.removeOrphans.includes(id))
  instances.push(...ticked.map((container) => draftRemoval(container, hosts, 'the files no longer name it')))
  const networks = chooseNetworks(model, snapshot)
  const placer = createPlacer(snapshot, input.policy)
  for (const { hostId, container } of input.promised) {
    if (!snapshot.containers.some(({ name, hostId: at }) => at === hostId && name === container.name))
      placer.add(hostId, container)
  }
  const context = { stack, choices: networks.choices, hostNames }
  const placing = { placer, context, hosts, instances }
  evictDisallowed(placing)
  propagate(services, instances)
  placeInstances(placing, services, unitsOf(services, networks.choices, model))
  const images = planImages(input, services, instances)
  const subnets = subnetConflicts(input, networks.choices, instances)
  const problems = [
    ...networks.problems,
    ...subnets.problems,
    ...problemsOf(input, services, instances, hosts, networks.choices),
    ...images.problems,
  ]
  const planned = instances.map((instance) => planContainer(instance, hostNames))
  const operations =
    problems.length > 0
      ? []
      : planOperations({ input, services, instances, choices: networks.choices, images: images.steps, hosts })
  const plan: Plan = {
    stack,
    revision: input.revision,
    summary: summaryOf(planned),
    containers: planned,
    networks: networkList(networks.choices),
    volumes: volumeList(input, instances, hostNames),
    images: images.listed,
    ports: portList(instances, hostNames),
    conflicts: [...portConflicts(snapshot, services, instances), ...subnets.conflicts],
    gaps: gapsOf(operations, instances),
    volumeRisks: volumeRisksOf(snapshot, instances, hostNames),
    orphans: orphanList(orphans, input.removeOrphans),
    variables: [...input.variables],
    diagnostics: [...input.diagnostics, ...unsupportedKeys(model), ...sharedVolumeHints(input, services)],
    problems,
    operations,
    asks: services.map((desired) => askOf(desired, context)),
  }
  return { plan, decisions: decisionsOf(instances), promised: promisesOf(instances, context) }
}

const decisionsOf = (instances: readonly Instance[]): PlannedDecision[] =>
  instances.flatMap(({ service, number, hostId, explanation }) =>
    hostId === null || explanation === null ? [] : [{ service, number, hostId, explanation }],
  )

const promisesOf = (instances: readonly Instance[], context: RequestContext): PlannedContainer[] =>
  instances.flatMap(({ desired, hostId, number, name, action }) =>
    desired === null || hostId === null || (action !== 'create' && action !== 'recreate')
      ? []
      : [{ hostId, container: plannedContainer(placementRequest(desired, number, name, context), name) }],
  )

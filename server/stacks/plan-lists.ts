// The parts of a plan that people read beside its containers: networks, volumes, ports, orphans.
import type { Container } from '@/lib/contract/containers'
import { placementRequest as askedSchema } from '@/lib/contract/placements'
import type { Plan } from '@/lib/contract/plan'
import { maskValue } from '@/lib/mask'
import type { DesiredService } from './desired'
import type { Instance } from './instance'
import type { NetworkChoice } from './network-choice'
import { placementRequest, type RequestContext } from './placement-request'
import type { PlanInput } from './plan-input'

type HostNames = ReadonlyMap<string, string>

export const networkList = (choices: ReadonlyMap<string, NetworkChoice>): Plan['networks'] =>
  [...choices.values()].map(({ name, action, detail }) => ({ name, action, detail }))

export const volumeList = (input: PlanInput, instances: readonly Instance[], hostNames: HostNames): Plan['volumes'] => {
  const listed = new Map<string, Plan['volumes'][number]>()
  for (const { desired, hostId } of instances) {
    if (hostId === null) continue
    for (const plan of desired?.mounts ?? []) {
      if (plan.kind !== 'volume') continue
      const present = input.snapshot.volumes.some((volume) => volume.hostId === hostId && volume.name === plan.name)
      const hostName = hostNames.get(hostId) ?? hostId
      const driver = input.model.volumes[plan.key]?.driver ?? 'local'
      listed.set(`${hostId} ${plan.name}`, {
        name: plan.name,
        hostName,
        action: plan.isExternal ? 'external' : present ? 'keep' : 'create',
        detail: plan.isLocal ? `${driver}; its data stays on ${hostName}` : driver,
      })
    }
  }
  return [...listed.values()]
}

export const portList = (instances: readonly Instance[], hostNames: HostNames): Plan['ports'] =>
  instances.flatMap(({ desired, hostId, service, existing }) =>
    desired === null || hostId === null
      ? []
      : (desired.service.ports ?? []).map((port) => ({
          port: `${port.published ?? '*'}:${port.target}/${port.protocol}`,
          service,
          hostName: hostNames.get(hostId) ?? hostId,
          isNew:
            existing?.hostId !== hostId ||
            !existing.requestedPorts.some(
              (held) => held.port === `${port.target}/${port.protocol}` && held.hostPort === (port.published ?? ''),
            ),
        })),
  )

export const orphanList = (orphans: readonly Container[], ticked: readonly string[]): Plan['orphans'] =>
  orphans.map(({ id, name, service, hostName }) => ({
    containerId: id,
    name,
    service: service ?? '',
    hostName,
    remove: ticked.includes(id),
  }))

/** As the scheduler is asked for the first of them. */
export const askOf = (desired: DesiredService, context: RequestContext): Plan['asks'][number] => {
  const asked = placementRequest(desired, 1, `${context.stack}-${desired.name}-1`, context)
  const labels = Object.entries(asked.labels ?? {}).map(([key, value]) => [key, maskValue(key, value)])
  return {
    service: desired.name,
    mode: desired.mode,
    request: askedSchema.parse({ ...asked, labels: Object.fromEntries(labels) }),
  }
}

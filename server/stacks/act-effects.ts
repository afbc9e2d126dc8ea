// What an act on chosen containers does beyond them: services that lose their last one, containers that live in the network of
// one that stops, volumes that are left or go. Pure.
import type { ActPlan, Container, ContainerAction } from '@/lib/contract/containers'
import type { VolumeRisk } from '@/lib/contract/plan-effects'

const anonymousName = /^[0-9a-f]{64}$/
const stopping: ReadonlySet<ContainerAction> = new Set(['stop', 'restart', 'kill', 'pause', 'remove'])

const serves = ({ state, known }: Container) => state === 'running' && known

const servicesHit = (
  all: readonly Container[],
  hit: ReadonlySet<string>,
  action: ContainerAction,
): ActPlan['services'] => {
  const groups = new Map<string, { stack: string; service: string; running: number; stopped: number }>()
  for (const container of all) {
    const { id, stack, service } = container
    if (stack === null || service === null || !serves(container)) continue
    const key = `${stack}/${service}`
    const group = groups.get(key) ?? { stack, service, running: 0, stopped: 0 }
    group.running++
    if (hit.has(id)) group.stopped++
    groups.set(key, group)
  }
  return [...groups.values()]
    .filter(({ stopped }) => stopped > 0)
    .map(({ stack, service, running, stopped }) => {
      const serving = running - stopped
      const kind = serving > 0 ? ('fewer' as const) : action === 'restart' ? ('gap' as const) : ('ends' as const)
      return { stack, service, kind, serving, running }
    })
    .sort(
      (a, b) => Number(a.serving > 0) - Number(b.serving > 0) || (a.stack + a.service < b.stack + b.service ? -1 : 1),
    )
}

const attachedTo = (all: readonly Container[], hit: ReadonlySet<string>): ActPlan['attached'] => {
  const chosen = new Map(all.filter(({ id }) => hit.has(id)).map(({ id, hostId, name }) => [`${hostId} ${id}`, name]))
  return all.flatMap((container) => {
    const { id, hostId, hostName, name, networkMode } = container
    if (hit.has(id) || !serves(container) || !networkMode.startsWith('container:')) return []
    const to = chosen.get(`${hostId} ${networkMode.slice('container:'.length)}`)
    return to === undefined ? [] : [{ name, hostName, to }]
  })
}

const volumesLeft = (all: readonly Container[], hit: ReadonlySet<string>, withVolumes: boolean): VolumeRisk[] => {
  const mountedElsewhere = new Set(
    all
      .filter(({ id }) => !hit.has(id))
      .flatMap(({ hostId, mounts }) => mounts.map(({ name }) => `${hostId} ${name ?? ''}`)),
  )
  const risks = new Map<string, VolumeRisk>()
  for (const { id, hostId, hostName, name: container, mounts } of all) {
    if (!hit.has(id)) continue
    for (const { type, name, target } of mounts) {
      if (type !== 'volume' || name === undefined || mountedElsewhere.has(`${hostId} ${name}`)) continue
      const isAnonymous = anonymousName.test(name)
      const kind = isAnonymous ? (withVolumes ? 'removed' : 'anonymous') : 'unused'
      const volume = isAnonymous ? target : name
      risks.set(`${hostId} ${name}`, { kind, volume, container, hostName, toHostName: null })
    }
  }
  return [...risks.values()]
}

export const actEffects = (
  all: readonly Container[],
  ids: readonly string[],
  action: ContainerAction,
  withVolumes: boolean,
): ActPlan => {
  const hit = new Set(ids)
  const isStop = stopping.has(action)
  return {
    services: isStop ? servicesHit(all, hit, action) : [],
    attached: isStop && action !== 'pause' ? attachedTo(all, hit) : [],
    volumeRisks: action === 'remove' ? volumesLeft(all, hit, withVolumes) : [],
  }
}

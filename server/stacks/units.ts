// Services that have to share a host: they share a volume, a network that ends at the host, or another's namespaces.
import type { ComposeModel } from '@/server/compose/model'
import type { DesiredService } from './desired'
import type { NetworkChoice } from './network-choice'

export type Unit = { services: string[] /** Why they go together; empty for a service on its own. */; why: string[] }

const serviceRef = (mode: string | undefined): string | null =>
  mode?.startsWith('service:') ? mode.slice('service:'.length) : null

type Tie = { token: string; why: string }

const tiesOf = (desired: DesiredService, choices: ReadonlyMap<string, NetworkChoice>, model: ComposeModel): Tie[] => {
  const { service } = desired
  const ties: Tie[] = []
  for (const mode of [service.network_mode, service.ipc, service.pid]) {
    const other = serviceRef(mode)
    if (other !== null) ties.push({ token: `service ${other}`, why: `${desired.name} shares a namespace of ${other}` })
  }
  for (const from of service.volumes_from ?? []) {
    const other = from.split(':', 1)[0] ?? ''
    if (other in model.services)
      ties.push({ token: `service ${other}`, why: `${desired.name} uses the volumes of ${other}` })
  }
  for (const key of Object.keys(service.networks ?? {})) {
    const choice = choices.get(key)
    if (choice !== undefined && !choice.isShared) {
      ties.push({
        token: `network ${key}`,
        why: `the network ${choice.name} is a ${choice.driver} network, which ends at its host`,
      })
    }
  }
  for (const plan of desired.mounts) {
    if (plan.kind === 'volume' && plan.isLocal) {
      ties.push({ token: `volume ${plan.name}`, why: `the volume ${plan.name} is local to its host` })
    }
    if (plan.kind === 'bind' && plan.isStackFolder) {
      ties.push({ token: `folder ${plan.source}`, why: `the folder ${plan.source} is local to its host` })
    }
  }
  return ties
}

/** In the order of the services given. Services of mode global run everywhere and are tied to nothing. */
export const unitsOf = (
  services: readonly DesiredService[],
  choices: ReadonlyMap<string, NetworkChoice>,
  model: ComposeModel,
): Unit[] => {
  const parent = new Map<string, string>()
  const root = (token: string): string => {
    const up = parent.get(token) ?? token
    return up === token ? token : root(up)
  }
  const why = new Map<string, string[]>()
  const placed = services.filter((desired) => desired.mode !== 'global')
  for (const desired of placed) {
    for (const tie of tiesOf(desired, choices, model)) {
      parent.set(root(`service ${desired.name}`), root(tie.token))
      why.set(desired.name, [...(why.get(desired.name) ?? []), tie.why])
    }
  }
  const units = new Map<string, Unit>()
  for (const desired of placed) {
    const key = root(`service ${desired.name}`)
    const unit = units.get(key) ?? { services: [], why: [] }
    unit.services.push(desired.name)
    unit.why.push(...(why.get(desired.name) ?? []))
    units.set(key, unit)
  }
  return [...units.values()].map(({ services: names, why: reasons }) => ({
    services: names,
    why: [...new Set(reasons)],
  }))
}

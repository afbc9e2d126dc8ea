// Which hosts a service may run on by its placement rules, asked of the scheduler in the browser: the same answer as the
// server's, at once. Ports and room are left to the plan, which knows the containers.
import type { Reason } from '@/components/board/drag/verdicts'
import type { Service } from '@/lib/compose'
import type { Host } from '@/lib/contract/hosts'
import { createPlacementState, explain, type PlacementState, placementHost } from '@/lib/scheduler'

/** `against`: the first rule that refuses the host. */
export type HostMatch = { id: string; name: string; fits: boolean; against: Reason | null }

export const stateOfHosts = (hosts: readonly Host[]): PlacementState =>
  createPlacementState(hosts.map((host) => placementHost(host)))

/** Classic expressions in environment and labels are placement rules, too. */
const expressionForm = /^(?:constraint|affinity|whitelist):/

export function matchingHosts(state: PlacementState, service: Service | undefined): HostMatch[] {
  const placement = service?.deploy?.placement
  const env = Object.entries(service?.environment ?? {})
    .filter(([name]) => expressionForm.test(name))
    .map(([name, value]) => (value === null ? name : `${name}=${value}`))
  const { rules, hosts } = explain(
    state,
    {
      env,
      constraints: placement?.constraints ?? [],
      ...(service?.platform ? { platform: service.platform } : {}),
    },
    { filters: ['health', 'availability', 'platform', 'constraint', 'whitelist', 'placement'] },
  )
  return hosts.map(({ hostId, hostName, eligible, cells }) => {
    const at = cells.findIndex((cell, index) => !cell.ok && !rules[index]?.soft)
    const [rule, cell] = [rules[at], cells[at]]
    const against = !eligible && rule && cell ? { ...rule, actual: cell.actual } : null
    return { id: hostId, name: hostName, fits: eligible, against }
  })
}

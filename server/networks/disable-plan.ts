// In which order hosts leave the Swarm-mode cluster so that the ones that stay never lose their quorum. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Network } from '@/lib/contract/networks'
import { answers, membersOf, nodeOf, type OverlayFacts, primarySwarm, type SwarmView } from './overlay-facts'

export type DisableAct =
  | { kind: 'promote' | 'demote'; host: Host; nodeId: string }
  /** `last`: the cluster ends with it. */
  | { kind: 'leave'; host: Host; nodeId: string; last: boolean }
  /** The host does not answer: its place is taken away without it. */
  | { kind: 'remove-node'; host: Host; nodeId: string }
export type DisablePlan = {
  swarm: SwarmView | null
  acts: DisableAct[]
  obstacle: { message: string; fix: string } | null
}

/** Containers that would lose an overlay, as words. */
export const overlayUsers = (hosts: Host[], containers: Container[], networks: Network[]): string[] => {
  const leaving = new Set(hosts.map((host) => host.id))
  const overlays = new Map(
    networks.filter((each) => each.scope !== 'local' && !each.ingress).map((each) => [each.id, each]),
  )
  return containers
    .filter((each) => leaving.has(each.hostId) && ['running', 'paused', 'restarting'].includes(each.state))
    .flatMap((each) => {
      const network = each.networks.map(({ networkId }) => overlays.get(networkId)).find((found) => found !== undefined)
      return network ? [`${each.hostName}/${each.name} on ${network.name}`] : []
    })
}

const stop = (swarm: SwarmView, message: string, fix: string): DisablePlan => ({
  swarm,
  acts: [],
  obstacle: { message, fix },
})

export const planDisable = (facts: OverlayFacts, hosts: Host[], force: boolean): DisablePlan => {
  const swarm = primarySwarm(facts)
  const leaving = swarm ? membersOf(swarm, facts).filter((host) => hosts.includes(host)) : []
  if (!swarm || leaving.length === 0) return { swarm, acts: [], obstacle: null }
  if (swarm.quorumLost || !swarm.nodes || !swarm.answered) {
    return stop(
      swarm,
      'The managers of the Swarm-mode cluster cannot decide anything now, so nobody can leave in good order.',
      'Bring its managers back, or run `docker swarm leave --force` on the hosts themselves.',
    )
  }
  const silent = leaving.filter((host) => !answers(host))
  if (silent.length > 0 && !force) {
    const names = silent.map((host) => host.name).join(', ')
    return stop(
      swarm,
      `${names} ${silent.length === 1 ? 'does' : 'do'} not answer and would go on believing to be a member.`,
      'Force it to strike them off the cluster; run `docker swarm leave --force` there when they are back.',
    )
  }
  const staying = swarm.nodes.filter((node) => !leaving.some((host) => nodeOf(host, swarm)?.id === node.id))
  const role = (host: Host) => nodeOf(host, swarm)?.role
  const managers = leaving
    .filter((host) => role(host) === 'manager')
    .sort((a, b) => Number(answers(a)) - Number(answers(b)))
  const withId = (host: Host) => ({ host, nodeId: nodeOf(host, swarm)?.id ?? '' })
  const gone = (host: Host): DisableAct =>
    answers(host) ? { kind: 'leave', ...withId(host), last: false } : { kind: 'remove-node', ...withId(host) }
  const workersFirst = leaving.filter((host) => role(host) === 'worker').map(gone)

  if (staying.length === 0) {
    const last = managers.at(-1)
    const others = managers.slice(0, -1)
    return {
      swarm,
      acts: [
        ...workersFirst,
        ...others.flatMap((host): DisableAct[] => [{ kind: 'demote', ...withId(host) }, gone(host)]),
        ...(last ? [{ kind: 'leave' as const, ...withId(last), last: true }] : []),
      ],
      obstacle: null,
    }
  }
  // Successors rise before the old managers go, and the number that stays is odd.
  const left = staying.filter((node) => node.role === 'manager').length
  const heirs = membersOf(swarm, facts).filter(
    (host) => !leaving.includes(host) && role(host) === 'worker' && host.state === 'healthy',
  )
  const before = left + managers.length
  const room = left + heirs.length
  const wanted = Math.min(before, room)
  const goal = wanted % 2 === 0 ? wanted - 1 : wanted
  if (managers.length > 0 && room === 0) {
    return stop(
      swarm,
      'No host that stays can become a manager, and a cluster without one is lost.',
      'Keep a manager, or let the remaining hosts answer first.',
    )
  }
  const rising = managers.length > 0 ? heirs.slice(0, Math.max(0, goal - left)) : []
  return {
    swarm,
    acts: [
      ...rising.map((host): DisableAct => ({ kind: 'promote', ...withId(host) })),
      ...workersFirst,
      ...managers.flatMap((host): DisableAct[] => [{ kind: 'demote', ...withId(host) }, gone(host)]),
    ],
    obstacle: null,
  }
}

// Decides where a container goes and holds name, ports and capacity for it from that moment on, before any engine is asked: of
// two clients that want the same, one wins and the other is told, and nobody waits for an engine that works.
import type { Fix, StrategyName } from '@/lib/contract/placements'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { explain } from '@/server/scheduler/explain'
import type { InventoryOptions } from '@/server/scheduler/from-contract'
import { placedContainer } from '@/server/scheduler/placed-container'
import { schedule } from '@/server/scheduler/schedule'
import type { PlacementState } from '@/server/scheduler/state'
import { addContainer, removeContainer } from '@/server/scheduler/state-changes'
import type { Capacity, FilterName, PlacementOptions, PlacementRequest } from '@/server/scheduler/types'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import { createMirror } from './mirror'

export type Claim = {
  hostId: string
  hostName: string
  /** The engine has made it: held until the index shows it. */
  made(containerId: string): void
  release(): void
}

export type Placement = {
  /** Throws no_placement or name_taken. `without`: hosts that have just failed; `instead`: of a container that is lost or about to go. */
  claim(request: PlacementRequest, without?: ReadonlySet<string>, instead?: string): Claim
  /** Room on a host for something that is there already. Throws no_placement. */
  claimMore(hostId: string, more: Capacity): { release(): void }
  /** What is held for containers that no engine has yet. */
  claimed(): PlannedContainer[]
  /** The host for something that takes no room. Throws no_placement. */
  choose(request: PlacementRequest): string
  /** Holds a name alone. Throws name_taken. */
  claimName(name: string, except?: string): { release(): void }
  stop(): void
}

/** Which filters apply, and how much a host may promise. All of them, and as classic Swarm does, unless said otherwise. */
export type PlacementRules = InventoryOptions & { filters?: readonly FilterName[] }

/** Of a host that takes nothing: its first rule that refuses, and what would help there without changing what was asked. */
export type Refusals = {
  hosts: { hostId: string; hostName: string; says: string; fix: string | null }[]
  more: number
}

/** How long the index may take to show what an engine has made. */
const patienceMs = 15_000
const mostReasons = 10
const ofRequest: ReadonlySet<Fix['kind']> = new Set(['soften-rule', 'drop-rule', 'raise-limit'])

const nameTaken = (name: string): AppError =>
  new AppError(
    'name_taken',
    `Conflict: The name ${name} is already assigned. You have to delete (or rename) that container to be able to assign ${name} to a container again.`,
  )

/** `promised`: what deployments and moves under way are about to make. */
export function createPlacement(
  cluster: Cluster,
  strategy: StrategyName,
  promised: () => readonly PlannedContainer[] = () => [],
  { filters, ...measures }: PlacementRules = {},
): Placement {
  const options: PlacementOptions = { strategy, random: Math.random, ...(filters ? { filters } : {}) }
  const mirror = createMirror(cluster, measures)
  const claimedNames = new Set<string>()
  const awaited = new Map<string, () => void>()
  let serial = 0
  mirror.onAppear((id) => awaited.get(id)?.())

  const requireName = (name: string, except?: string) => {
    const others = [...mirror.named(name)].filter((id) => id !== except)
    const isPromised = () => promised().some(({ container }) => container.name === name)
    if (others.length > 0 || claimedNames.has(name) || isPromised()) throw nameTaken(name)
  }

  /** What is promised holds its place while something is decided, unless the index shows it by now. */
  const counting = <T>(decide: (state: PlacementState) => T, instead?: string): T => {
    const state = mirror.state()
    const putBack = instead === undefined ? () => undefined : mirror.setAside(instead)
    const isThere = ({ hostId, container: { name } }: PlannedContainer) =>
      [...mirror.named(name)].some((id) => cluster.container(id)?.hostId === hostId)
    const coming = promised().filter((each) => !isThere(each))
    for (const { hostId, container } of coming) addContainer(state, hostId, container)
    try {
      return decide(state)
    } finally {
      for (const { hostId, container } of coming) removeContainer(state, hostId, container.id)
      putBack()
    }
  }

  const others = (without: ReadonlySet<string>): string => {
    const names = cluster.hosts().flatMap(({ name }) => (without.has(name) ? [] : [name]))
    return `whitelist:node==${names.join('|') || 'no-other-host'}`
  }

  /** In classic Swarm's words first, then each host's own reason. */
  const refusal = (
    request: PlacementRequest,
    error: string,
    over: PlacementOptions = {},
    instead?: string,
  ): AppError => {
    const { hosts: all, rules } = counting((state) => explain(state, request, { ...options, ...over }), instead)
    const hosts = request.host === undefined ? all : all.filter(({ hostId }) => hostId === request.host)
    const refusals = hosts.flatMap(({ hostId, hostName, cells, fix }) => {
      const failed = cells.findIndex(({ ok }) => !ok)
      const [rule, cell] = [rules[failed], cells[failed]]
      if (!rule || !cell) return []
      const words = `${hostName}: wants ${rule.filter} ${rule.wants}, is ${cell.actual}`
      return [
        {
          hostId,
          hostName,
          words,
          says: `${rule.filter} ${rule.wants}: ${cell.actual}`,
          fix: fix && !ofRequest.has(fix.kind) ? fix.text : null,
        },
      ]
    })
    const told = refusals.slice(0, mostReasons)
    const more = refusals.length - told.length
    const rest = more > 0 ? [`and ${more} more hosts`] : []
    const details = { refusals: { hosts: told.map(({ words: _words, ...each }) => each), more } satisfies Refusals }
    return new AppError('no_placement', [error, ...told.map(({ words }) => words), ...rest].join('\n'), { details })
  }

  return {
    claim(request, without = new Set(), instead) {
      const { name } = request
      if (name !== undefined) requireName(name, instead)
      const asked = without.size === 0 ? request : { ...request, env: [...(request.env ?? []), others(without)] }
      const decision = counting((state) => schedule(state, asked, options), instead)
      if (!decision.placed) throw refusal(asked, decision.error, {}, instead)
      const { hostId } = decision
      serial += 1
      const claimId = `claim-${serial}`
      mirror.hold(hostId, placedContainer(request, claimId))
      if (name !== undefined) claimedNames.add(name)
      let isHeld = true
      const release = () => {
        if (!isHeld) return
        isHeld = false
        mirror.release(hostId, claimId)
        if (name !== undefined) claimedNames.delete(name)
      }
      return {
        hostId,
        hostName: cluster.host(hostId)?.name ?? hostId,
        release,
        made(containerId) {
          if (mirror.has(containerId)) return release()
          let timer: NodeJS.Timeout
          // What was made on a host that is away since then is there all the same.
          const isAway = () => (cluster.host(hostId)?.state ?? 'healthy') !== 'healthy'
          const wait = () => {
            timer = setTimeout(() => (isAway() ? wait() : settle()), patienceMs)
            timer.unref()
          }
          const settle = () => {
            clearTimeout(timer)
            awaited.delete(containerId)
            release()
          }
          wait()
          awaited.set(containerId, settle)
        },
      }
    },
    claimMore(hostId, more) {
      if (more.cpus <= 0 && more.memoryBytes <= 0) return { release: () => undefined }
      const request = { host: hostId, ...more }
      // It is there, whatever its ports and labels say of others: only room counts.
      const filters = ['host'] as const
      const decision = counting((state) => schedule(state, request, { strategy, filters }))
      if (!decision.placed) throw refusal(request, decision.error, { filters })
      serial += 1
      const claimId = `claim-${serial}`
      mirror.hold(hostId, placedContainer(request, claimId))
      return { release: () => mirror.release(hostId, claimId) }
    },
    claimed: mirror.held,
    choose(request) {
      const decision = counting((state) => schedule(state, request, options))
      if (!decision.placed) throw refusal(request, decision.error)
      return decision.hostId
    },
    claimName(name, except) {
      requireName(name, except)
      claimedNames.add(name)
      return { release: () => void claimedNames.delete(name) }
    },
    stop: mirror.stop,
  }
}

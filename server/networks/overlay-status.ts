// Says of each host whether it takes part in overlay networking, or why not and what to do about it. Pure.
import type { Host } from '@/lib/contract/hosts'
import type { OverlayHost, OverlayStatus } from '@/lib/contract/networks'
import {
  answers,
  membersOf,
  nodeOf,
  type OverlayFacts,
  primaryStore,
  primarySwarm,
  type SwarmView,
  swarmOf,
} from './overlay-facts'
import { summarise } from './overlay-summary'
import { unheardBy } from './unheard'

type Reason = OverlayHost['reasons'][number]
type Verdict = Pick<OverlayHost, 'status' | 'reasons'>
type Known = {
  facts: OverlayFacts
  primary: SwarmView | null
  store: string | null
  /** By host id: the members it should hear and does not. */
  deaf: ReadonlyMap<string, Host[]>
}

const because = (code: string, message: string, fix?: string): Reason =>
  fix === undefined ? { code, message } : { code, message, fix }
const cannot = (...reasons: Reason[]): Verdict => ({ status: 'cannot', reasons })

export const kernelAtLeast = (kernelVersion: string, major: number, minor: number): boolean => {
  const match = /^(\d+)\.(\d+)/.exec(kernelVersion)
  // An unreadable version is no reason to refuse.
  if (!match) return true
  const [have, haveMinor] = [Number(match[1]), Number(match[2])]
  return have > major || (have === major && haveMinor >= minor)
}

const portList = (ports: number[]): string => ports.map((port) => `${port}/tcp`).join(' and ')

export const portsFix =
  'Open 2377/tcp (to managers), 7946/tcp, 7946/udp and 4789/udp between all hosts, in their firewalls and in the cloud’s.'

const blocked = (host: Host, ports: number[]): Reason =>
  because('ports-blocked', `${portList(ports)} of ${host.name} cannot be reached from the Lotse server.`, portsFix)

/** What keeps an engine out of any overlay, whatever way it is made. */
const missing = (host: Host): Reason[] => {
  const engine = host.engine
  if (!engine) return []
  const reasons: Reason[] = []
  if (engine.osType === 'linux' && !kernelAtLeast(engine.kernelVersion, 3, 16)) {
    reasons.push(
      because(
        'kernel-too-old',
        `Kernel ${engine.kernelVersion} is older than 3.16, the first with all that overlays need.`,
        'Update the kernel of this host.',
      ),
    )
  }
  if (!engine.networkDrivers.includes('overlay')) {
    reasons.push(
      because(
        'driver-missing',
        `The engine offers no overlay driver, only ${engine.networkDrivers.join(', ') || 'none'}.`,
        'Use a Docker engine of 1.12 or later with the VXLAN module of the kernel (modprobe vxlan).',
      ),
    )
  }
  return reasons
}

const silent = (host: Host, role: OverlayHost['role']): Verdict => {
  if (!host.engine) {
    return {
      status: 'unknown',
      reasons: [
        because(
          'never-answered',
          `${host.name} has not answered yet${host.stateReason ? `: ${host.stateReason}` : ''}.`,
        ),
      ],
    }
  }
  const was = role ? `; it was a ${role} when last seen` : ''
  return {
    status: 'unknown',
    reasons: [
      because(
        'no-answer',
        `${host.name} does not answer${was}.`,
        'Its endpoints are kept until it answers or is removed.',
      ),
    ],
  }
}

const reachableMembers = (view: SwarmView, facts: OverlayFacts) =>
  membersOf(view, facts).flatMap((host) => {
    const node = nodeOf(host, view)
    return node?.state === 'ready' && node.address !== '' ? [{ host, address: node.address }] : []
  })

const unheard = (host: Host, others: Host[]): Reason =>
  because(
    'gossip-blocked',
    `${host.name} and ${others.map((other) => other.name).join(', ')} do not hear each other on 7946: names on overlays do not resolve between them.`,
    portsFix,
  )

const inSwarm = (host: Host, view: SwarmView, { facts, deaf }: Known): Verdict => {
  const reasons: Reason[] = []
  const node = nodeOf(host, view)
  if (node && view.answered && !view.quorumLost && node.state !== 'ready') {
    reasons.push(
      because(
        'node-down',
        `The engine answers here, but the managers do not hear from it (${node.state}): its overlays go stale.`,
        portsFix,
      ),
    )
  }
  if (view.quorumLost) {
    reasons.push(
      because(
        'quorum-lost',
        'The managers have no quorum: containers go on, but nothing new can attach to an overlay.',
        'Bring the missing managers back, or run `docker swarm init --force-new-cluster` on one that is left.',
      ),
    )
  }
  const blockedPorts = facts.blockedPorts.get(host.id) ?? []
  if (blockedPorts.length > 0) reasons.push(blocked(host, blockedPorts))
  const others = deaf.get(host.id)
  if (others) reasons.push(unheard(host, others))
  return { status: 'in', reasons }
}

const swarmVerdict = (host: Host, known: Known): Verdict | null => {
  const { facts, primary } = known
  const swarm = host.engine?.swarm
  if (!swarm || swarm.state === 'inactive') return null
  if (swarm.state === 'locked') {
    return cannot(
      because(
        'swarm-locked',
        `${host.name} is in a Swarm that is locked since its engine restarted.`,
        'Run `docker swarm unlock` there and give the unlock key.',
      ),
    )
  }
  if (swarm.state === 'error') {
    return cannot(
      because(
        'swarm-error',
        `Swarm mode of ${host.name} has failed: ${swarm.error || 'the engine does not say why'}.`,
        'If its Swarm is gone, run `docker swarm leave --force` there, then enable overlay networking for it again.',
      ),
    )
  }
  const own = swarmOf(host, facts.swarms)
  if (own && own === primary) return inSwarm(host, own, known)
  if (swarm.state === 'pending') {
    return { status: 'unknown', reasons: [because('joining', `${host.name} is still joining a Swarm.`)] }
  }
  if (!own && primary && !primary.nodes) {
    return {
      status: 'unknown',
      reasons: [because('managers-silent', `${host.name} is in a Swarm, but no manager says in which.`)],
    }
  }
  const fix = own
    ? 'Run `docker swarm leave` there if that Swarm is not needed; it is never forced from here.'
    : 'Add a manager of that Swarm as a host, or run `docker swarm leave` there if it is not needed.'
  return cannot(because('other-swarm', `${host.name} is already in another Swarm.`, fix))
}

const storeVerdict = (host: Host, { primary, store }: Known): Verdict | null => {
  const engine = host.engine
  if (!engine) return null
  if (engine.clusterStore) {
    if (primary) {
      return cannot(
        because(
          'cluster-store',
          `${host.name} uses the key-value store ${engine.clusterStore}, which excludes Swarm mode.`,
          'Start its dockerd without --cluster-store.',
        ),
      )
    }
    if (engine.clusterStore === store) return { status: 'in', reasons: [] }
    return cannot(
      because(
        'other-store',
        `${host.name} uses another key-value store, ${engine.clusterStore}.`,
        `Start its dockerd with --cluster-store=${store}.`,
      ),
    )
  }
  if (primary || !store) return null
  const major = Number.parseInt(engine.version, 10)
  if (major >= 23) {
    return cannot(
      because(
        'no-store-support',
        `Engine ${engine.version} cannot join overlays of a key-value store; they were removed in 23.0.`,
        'Move the other hosts to Swarm mode: start their dockerd without --cluster-store, then enable overlay networking.',
      ),
    )
  }
  return {
    status: 'out',
    reasons: [
      because(
        'no-cluster-store',
        `${host.name} does not use the key-value store of the others.`,
        `Start its dockerd with --cluster-store=${store} --cluster-advertise=ADDRESS:2375.`,
      ),
    ],
  }
}

const outVerdict = (host: Host, { facts }: Known): Verdict => {
  const ports = facts.blockedPorts.get(host.id) ?? []
  return ports.length > 0 ? cannot(blocked(host, ports)) : { status: 'out', reasons: [] }
}

const hostStatus = (host: Host, known: Known): OverlayHost => {
  const { facts, primary, store } = known
  const own = swarmOf(host, facts.swarms)
  const isMember = own !== null && own === primary
  const node = nodeOf(host, own)
  const role = isMember ? (node?.role ?? (host.engine?.swarm.isManager ? 'manager' : 'worker')) : null
  const lacks = missing(host)
  const verdict = !answers(host)
    ? silent(host, role)
    : (swarmVerdict(host, known) ??
      (lacks.length > 0 ? cannot(...lacks) : null) ??
      storeVerdict(host, known) ??
      outVerdict(host, known))
  const isKv = !primary && host.engine?.clusterStore !== undefined && host.engine.clusterStore === store
  return {
    hostId: host.id,
    hostName: host.name,
    role,
    mode: isMember ? 'swarm' : isKv ? 'kv' : null,
    address: (isMember ? (node?.address ?? host.engine?.swarm.nodeAddress) : undefined) ?? null,
    ...verdict,
  }
}

export const overlayStatusOf = (facts: OverlayFacts): OverlayStatus => {
  const primary = primarySwarm(facts)
  const store = primary ? null : primaryStore(facts.hosts)
  const deaf = primary ? unheardBy(reachableMembers(primary, facts), facts.peers) : new Map<string, Host[]>()
  const hosts = facts.hosts.map((host) => hostStatus(host, { facts, primary, store, deaf }))
  const told = primary?.nodes?.filter((node) => node.role === 'manager').length
  const managers = told ?? hosts.filter((host) => host.role === 'manager').length
  return {
    enabled: primary !== null || store !== null,
    mode: primary ? 'swarm' : store ? 'kv' : null,
    managers,
    summary: summarise(facts, primary, store, managers),
    hosts,
  }
}

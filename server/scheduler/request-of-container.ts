// A container that exists as a question to the scheduler: where would it go if it were placed now?
import type { Container } from '@/lib/contract/containers'
import type { Explanation } from '@/lib/contract/placements'
import type { PlacementRequest } from './types'

/** Compose's constraints are nowhere on the container; the decision that put it here has them as its rules. */
const constraintsOf = (decision: Explanation | null): string[] =>
  (decision?.rules ?? []).flatMap(({ filter, wants }) => (filter === 'placement' ? [wants] : []))

/** As the filter words its rule. */
const mostPerHost = (decision: Explanation | null): number | undefined => {
  const rule = decision?.rules.find(({ filter }) => filter === 'maxreplicas')
  const most = Number(/^at most (\d+) per host$/.exec(rule?.wants ?? '')?.[1])
  return Number.isInteger(most) ? most : undefined
}

/** `env` comes from the engine's inspect answer; classic expressions stand there, or in the labels. */
export const requestOfContainer = (
  container: Container,
  env: readonly string[],
  decision: Explanation | null,
): PlacementRequest => {
  const most = mostPerHost(decision)
  return {
    constraints: constraintsOf(decision),
    ...(most === undefined ? {} : { maxReplicasPerHost: most }),
    name: container.name,
    image: container.image,
    env: env.filter((entry) => /^(constraint|affinity|com\.docker\.swarm|whitelist|reschedule)\b/.test(entry)),
    labels: container.labels,
    cpus: container.reservation.cpus,
    memoryBytes: container.reservation.memoryBytes,
    networkMode: container.networkMode,
    exposedPorts: container.exposedPorts,
    portBindings: container.requestedPorts,
    volumes: container.mounts.flatMap(({ type, name }) => (type === 'volume' && name !== undefined ? [name] : [])),
    ...(container.stack === null ? {} : { stack: container.stack }),
    ...(container.service === null ? {} : { service: container.service }),
  }
}

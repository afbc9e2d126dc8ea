// A container that exists as a question to the scheduler: where would it go if it were placed now?
import type { Container } from '@/lib/contract/containers'
import type { Explanation } from '@/lib/contract/placements'
import type { PlacementRequest } from '@/server/scheduler/types'

/** Compose's constraints are nowhere on the container; the decision that put it here has them as its rules. */
const constraintsOf = (decision: Explanation | null): string[] =>
  (decision?.rules ?? []).flatMap(({ filter, wants }) => (filter === 'placement' ? [wants] : []))

/** `env` comes from the engine's inspect answer; classic expressions stand there, or in the labels. */
export const requestOfContainer = (
  container: Container,
  env: readonly string[],
  decision: Explanation | null,
): PlacementRequest => ({
  constraints: constraintsOf(decision),
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
})

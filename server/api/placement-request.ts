// A container that exists as a question to the scheduler: where would it go if it were placed now?
import type { Container } from '@/lib/contract/containers'
import type { PlacementRequest } from '@/server/scheduler/types'

/** `env` comes from the engine's inspect answer; classic expressions stand there. */
export const requestOfContainer = (container: Container, env: readonly string[]): PlacementRequest => ({
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

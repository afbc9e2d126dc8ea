// The sort keys of the containers list. Pure.
import type { Container } from '@/lib/contract/containers'

/** Numbers inside count as numbers: web-2 comes before web-10. Compare the results with < alone. */
export const naturalKey = (text: string): string =>
  text.toLowerCase().replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'))

/** What needs a look comes first. */
function stateRank(container: Container): number {
  const { state, health, exitCode, oomKilled, known } = container
  if (state === 'dead') return 0
  if (state === 'exited' && (oomKilled || (exitCode ?? 0) !== 0)) return 1
  if (state === 'restarting') return 2
  if (health === 'unhealthy') return 3
  if (health === 'starting') return 4
  if (!known) return 5
  return { removing: 6, created: 7, paused: 8, exited: 9, running: 10 }[state]
}

const timeOf = (instant: string | null): number => (instant === null ? 0 : Date.parse(instant))

const orders = {
  state: stateRank,
  status: stateRank,
  health: stateRank,
  host: (container: Container) => naturalKey(container.hostName),
  image: (container: Container) => naturalKey(container.image),
  stack: (container: Container) => naturalKey(container.stack ?? '\uffff'),
  service: (container: Container) => naturalKey(container.service ?? '\uffff'),
  created: (container: Container) => timeOf(container.createdAt),
  since: (container: Container) =>
    timeOf((container.state === 'exited' ? container.finishedAt : container.startedAt) ?? container.createdAt),
  restarts: (container: Container) => container.restartCount,
  cpus: (container: Container) => container.reservation.cpus,
  memory: (container: Container) => container.reservation.memoryBytes,
  ports: (container: Container) =>
    Number(container.actualPorts[0]?.hostPort || container.requestedPorts[0]?.hostPort || 1e6),
} satisfies Record<string, (container: Container) => string | number>

export type ContainerOrder = keyof typeof orders

export const isContainerOrder = (text: string | undefined): text is ContainerOrder =>
  text !== undefined && Object.hasOwn(orders, text)

/** Null: by name, which is the order the index keeps anyway. Each order gives numbers only or texts only. */
export const orderOf = (sort: string | undefined): ((container: Container) => string | number) | null =>
  isContainerOrder(sort) ? orders[sort] : null

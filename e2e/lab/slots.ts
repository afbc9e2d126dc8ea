// Gives each lab a slot and derives every name and address from it, so that what a lab may have created is known
// without having seen it being created.
import { AppError } from '@/server/errors'
import type { Generation, LabHostOptions } from './types'

const firstSlot = 1
const lastSlot = 254
const mostHosts = 200

/** The lowest slot whose /24 neither a lab nor a route of the machine uses. */
export const chooseSlot = (taken: Iterable<number>, usedNetworks: string[]): number => {
  const used = new Set(taken)
  const ranges = usedNetworks.flatMap((network) => rangeOf(network) ?? [])
  for (let slot = firstSlot; slot <= lastSlot; slot += 1) {
    if (used.has(slot)) continue
    const own = rangeOf(`10.77.${slot}.0/24`)
    if (own && !ranges.some((range) => range.first <= own.last && own.first <= range.last)) return slot
  }
  throw new AppError(
    'conflict',
    `No free lab network is left: 10.77.${firstSlot}.0/24 to 10.77.${lastSlot}.0/24 are in use.`,
    {
      details: { fix: 'End labs that are no longer needed: npm run lab -- down --all' },
    },
  )
}

const rangeOf = (network: string): { first: number; last: number } | null => {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(network)
  if (!match) return null
  const [a, b, c, d] = match.slice(1, 5).map(Number) as [number, number, number, number]
  const prefix = match[5] === undefined ? 32 : Number(match[5])
  const size = 2 ** (32 - prefix)
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
  const first = Math.floor(address / size) * size
  return { first, last: first + size - 1 }
}

/** The destinations in the output of `ip -4 route show table all`, without the default route. */
export const networksInRoutes = (output: string): string[] =>
  output
    .split('\n')
    .map((line) => /(\d+\.\d+\.\d+\.\d+(?:\/\d+)?)/.exec(line.replace(/\bvia \S+/, ''))?.[1] ?? '')
    .filter((network) => network !== '')

export interface SlotPlan {
  subnet: string
  gateway: string
  /** An address of the switch itself, where names are asked for. */
  nameserver: string
  /** The machine's own end of the cable to the switch. */
  uplink: string
  /** The namespace that holds the bridge: there the machine's firewall does not see traffic between hosts. */
  switchNamespace: string
}

export const planSlot = (slot: number): SlotPlan => ({
  subnet: `10.77.${slot}.0/24`,
  gateway: `10.77.${slot}.1`,
  nameserver: `10.77.${slot}.2`,
  uplink: `lotse${slot}`,
  switchNamespace: `lotse${slot}-switch`,
})

export interface HostPlan {
  name: string
  labels: Record<string, string>
  ip: string
  namespace: string
  /** The host's port on the switch. */
  port: string
  /** When it is not the lab's. */
  engine?: Generation
}

const hostName = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/

export const planHosts = (slot: number, wanted: number | LabHostOptions[]): HostPlan[] => {
  const count = typeof wanted === 'number' ? wanted : wanted.length
  if (!Number.isInteger(count) || count < 1 || count > mostHosts) {
    throw new AppError('invalid_input', `A lab has 1 to ${mostHosts} hosts, not ${count}.`)
  }
  const list = typeof wanted === 'number' ? Array.from({ length: wanted }, (): LabHostOptions => ({})) : wanted
  const plans = list.map((host, index) => ({
    name: host.name ?? `n${index + 1}`,
    labels: host.labels ?? {},
    ip: `10.77.${slot}.${11 + index}`,
    namespace: `lotse${slot}-host${index + 1}`,
    port: `port${index + 1}`,
    ...(host.engine === undefined ? {} : { engine: host.engine }),
  }))
  for (const plan of plans) {
    if (!hostName.test(plan.name)) {
      throw new AppError('invalid_input', `"${plan.name}" is no host name: use lower-case letters, digits and dashes.`)
    }
    if (plans.some((other) => other !== plan && other.name === plan.name)) {
      throw new AppError('invalid_input', `Two hosts of the lab are called "${plan.name}".`)
    }
  }
  return plans
}

const labName = /^[a-z0-9][a-z0-9-]{0,31}$/

export const checkLabName = (name: string): string => {
  if (labName.test(name)) return name
  throw new AppError(
    'invalid_input',
    `"${name}" is no lab name: use lower-case letters, digits and dashes, at most 32.`,
  )
}

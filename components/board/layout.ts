// Pure: how the board lays its hosts and containers out. Heights are computed rather than measured, so that thousands of
// blocks have their places before any of them is drawn.
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'

export type Measure = 'memory' | 'cpu'

/** What a block is at least, so that its name can be read and it can be grasped. */
export const leastBlockPx = 22
/** A block that would be lower than this shares its row. */
const halfBelowPx = 15
const blockGapPx = 2
const holdPaddingPx = 2
/** The height of the biggest host's reservable whole. */
const biggestHostPx = 500

export const totalOf = ({ total }: Pick<Host, 'total'>, measure: Measure): number =>
  measure === 'memory' ? total.memoryBytes : total.cpus

export const reservedOf = ({ reservation }: Pick<BoardContainer, 'reservation'>, measure: Measure): number =>
  measure === 'memory' ? reservation.memoryBytes : reservation.cpus

/** Pixels for one byte or one core, the same for all hosts, so that blocks can be compared. */
export function scaleOf(hosts: readonly Host[], measure: Measure): number {
  const biggest = Math.max(0, ...hosts.map((host) => totalOf(host, measure)))
  return biggest > 0 ? biggestHostPx / biggest : 0
}

export type Block = { container: BoardContainer; heightPx: number; isHalf: boolean }

/** What belongs to no stack comes last; the rest by stack, service, number. */
export function inReadingOrder(a: BoardContainer, b: BoardContainer): number {
  if ((a.stack === null) !== (b.stack === null)) return a.stack === null ? 1 : -1
  return (
    (a.stack ?? '').localeCompare(b.stack ?? '') ||
    (a.service ?? a.name).localeCompare(b.service ?? b.name) ||
    (a.number ?? 0) - (b.number ?? 0) ||
    (a.name < b.name ? -1 : 1)
  )
}

export const blockHeightPx = (reserved: number, scale: number): number =>
  Math.max(leastBlockPx, Math.round(reserved * scale))

/** How big one is drawn. */
export function blockOf(container: BoardContainer, measure: Measure, scale: number): Block {
  const heightPx = Math.round(reservedOf(container, measure) * scale)
  return { container, heightPx: Math.max(leastBlockPx, heightPx), isHalf: heightPx < halfBelowPx }
}

/** Big ones first, then those that share rows; each by stack. */
export function blocksOf(containers: readonly BoardContainer[], measure: Measure, scale: number): Block[] {
  const blocks = [...containers].sort(inReadingOrder).map((container) => blockOf(container, measure, scale))
  return [...blocks.filter(({ isHalf }) => !isHalf), ...blocks.filter(({ isHalf }) => isHalf)]
}

/** The box that holds the blocks: as high as what the host has, or as its blocks need. */
export function holdHeightPx(blocks: readonly Block[], host: Pick<Host, 'total'>, measure: Measure, scale: number) {
  const whole = blocks.filter(({ isHalf }) => !isHalf)
  const rows = whole.length + Math.ceil((blocks.length - whole.length) / 2)
  const blocksPx =
    whole.reduce((sum, { heightPx }) => sum + heightPx, 0) + (rows - whole.length) * leastBlockPx + rows * blockGapPx
  return Math.max(Math.round(totalOf(host, measure) * scale), blocksPx + 2 * holdPaddingPx, leastBlockPx)
}

export type HostGroup = {
  /** The label's value; null: hosts without the label, or no grouping at all. */
  value: string | null
  hosts: Host[]
}

const labelsOf = ({ labels }: Host): Record<string, string> => ({ ...labels.engine, ...labels.console })

const byName = (a: Host, b: Host) => a.name.localeCompare(b.name, 'en', { numeric: true })

export function groupHosts(hosts: readonly Host[], key: string | null): HostGroup[] {
  const sorted = [...hosts].sort(byName)
  if (key === null) return [{ value: null, hosts: sorted }]
  const groups = new Map<string | null, Host[]>()
  for (const host of sorted) {
    const value = labelsOf(host)[key] ?? null
    const group = groups.get(value)
    if (group) group.push(host)
    else groups.set(value, [host])
  }
  return [...groups]
    .map(([value, own]) => ({ value, hosts: own }))
    .sort((a, b) =>
      a.value === null ? 1 : b.value === null ? -1 : a.value.localeCompare(b.value, 'en', { numeric: true }),
    )
}

const mostKeys = 12

/** Label keys worth grouping by: several hosts carry them with few values, and not all the same. The most common first. */
export function groupingKeys(hosts: readonly Host[]): string[] {
  const values = new Map<string, { hosts: number; values: Set<string> }>()
  for (const host of hosts) {
    for (const [key, value] of Object.entries(labelsOf(host))) {
      const known = values.get(key) ?? { hosts: 0, values: new Set() }
      known.hosts += 1
      known.values.add(value)
      values.set(key, known)
    }
  }
  const parts = (use: { hosts: number; values: Set<string> }) => use.values.size > 1 || use.hosts < hosts.length
  const isUseful = (use: { hosts: number; values: Set<string> }) =>
    use.hosts > 1 && parts(use) && (use.values.size < use.hosts || hosts.length <= 3)
  return [...values]
    .filter(([, use]) => isUseful(use))
    .sort(([a, x], [b, y]) => y.hosts - x.hosts || x.values.size - y.values.size || a.localeCompare(b))
    .slice(0, mostKeys)
    .map(([key]) => key)
}

export type StripPart = { container: BoardContainer; topPx: number; heightPx: number }

const leastPartPx = 1.5

/** A host as a strip: what is reserved from the top down, the rest free; a container without a reservation is a thin line. */
export function stripOf(containers: readonly BoardContainer[], total: number, measure: Measure, heightPx: number) {
  const sorted = [...containers].sort(inReadingOrder)
  const wanted = sorted.map((container) =>
    Math.max(leastPartPx, total > 0 ? (reservedOf(container, measure) / total) * heightPx : 0),
  )
  const sum = wanted.reduce((all, part) => all + part, 0)
  const shrink = sum > heightPx ? heightPx / sum : 1
  let topPx = 0
  return sorted.map((container, index): StripPart => {
    const part = { container, topPx, heightPx: (wanted[index] ?? 0) * shrink }
    topPx += part.heightPx
    return part
  })
}

/** How far beside a thin part it still can be grasped. */
const graspPx = 3

/** The part of a strip at a height, or the nearest to it within reach; undefined: there is what is free. */
export function partAt(parts: readonly StripPart[], atPx: number): StripPart | undefined {
  const distance = ({ topPx, heightPx }: StripPart) => Math.max(topPx - atPx, atPx - topPx - heightPx, 0)
  let best: StripPart | undefined
  for (const part of parts) if (!best || distance(part) < distance(best)) best = part
  return best && distance(best) <= graspPx ? best : undefined
}

export type Free = { free: number; answering: number; hosts: number }

/** What is left in a group, on the hosts that answer. */
export function freeIn(hosts: readonly Host[], measure: Measure, answers: (host: Host) => boolean): Free {
  const able = hosts.filter(answers)
  const free = able.reduce((sum, host) => {
    const reserved = measure === 'memory' ? host.reserved.memoryBytes : host.reserved.cpus
    return sum + Math.max(0, totalOf(host, measure) - reserved)
  }, 0)
  return { free, answering: able.length, hosts: hosts.length }
}

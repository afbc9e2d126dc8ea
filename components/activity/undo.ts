// What takes an act back, where that is truly possible: the opposite act on the same thing, or what was there before.
// A deploy is not undone blindly: its way back is the plan of a rollback. Pure.
import { z } from 'zod'
import type { ActivityEntry } from '@/lib/contract/activity'
import { availability, type Host } from '@/lib/contract/hosts'
import type { activityTexts } from '@/lib/texts/activity'

export type UndoCall = { method: 'POST' | 'PATCH'; path: string; body: unknown }
export type Undo = { words: string; call: UndoCall } | { words: string; href: string }

const containerDetails = z.object({ containerId: z.string() })
const connection = z.object({ networkId: z.string(), containerId: z.string() })
const hostState = z.object({ name: z.string(), availability, labels: z.record(z.string(), z.string()) })
const hostChange = z.object({ hostId: z.string(), before: hostState, after: hostState })
const moved = z.object({ moveId: z.string(), canUndo: z.literal(true) })
const deployed = z.object({ revision: z.number() })

const opposites: Record<string, 'start' | 'stop' | 'pause' | 'unpause'> = {
  'container.start': 'stop',
  'container.stop': 'start',
  'container.kill': 'start',
  'container.pause': 'unpause',
  'container.unpause': 'pause',
}
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const sorted = (labels: Record<string, string>) => Object.entries(labels).sort()

type Words = (typeof activityTexts)['en']['undo']

/** Null: it cannot be taken back, or what it changed has been changed again since. */
export function undoOf(entry: ActivityEntry, hosts: readonly Host[], t: Words): Undo | null {
  if (entry.result !== 'ok') return null
  const opposite = opposites[entry.action]
  if (opposite) {
    const details = containerDetails.safeParse(entry.details)
    if (!details.success) return null
    const path = `/containers/${encodeURIComponent(details.data.containerId)}/actions`
    return { words: t[opposite](entry.target), call: { method: 'POST', path, body: { action: opposite } } }
  }
  if (entry.action === 'network.connect' || entry.action === 'network.disconnect') return undoConnection(entry, t)
  if (entry.action === 'host.change') return undoHost(entry, hosts, t)
  if (entry.action === 'container.move' || entry.action === 'container.move-back') {
    const details = moved.safeParse(entry.details)
    if (!details.success) return null
    const path = `/moves/${encodeURIComponent(details.data.moveId)}/undo`
    return { words: t.moveBack(entry.target), call: { method: 'POST', path, body: {} } }
  }
  if (entry.action === 'stack.deploy' || entry.action === 'stack.rollback') {
    const details = deployed.safeParse(entry.details)
    if (!details.success || details.data.revision < 2) return null
    return { words: t.rollback(entry.target), href: `/stacks/${encodeURIComponent(entry.target)}` }
  }
  if (entry.action === 'stack.scale') {
    const [stack = ''] = entry.target.split('/')
    return { words: t.scale(stack), href: `/stacks/${encodeURIComponent(stack)}?do=scale` }
  }
  return null
}

function undoConnection(entry: ActivityEntry, t: Words): Undo | null {
  const details = connection.safeParse(entry.details)
  if (!details.success) return null
  const [network = '', container = ''] = entry.target.split(' ')
  const isJoined = entry.action === 'network.connect'
  return {
    words: (isJoined ? t.disconnect : t.connect)(container, network),
    call: {
      method: 'POST',
      path: `/networks/${encodeURIComponent(details.data.networkId)}/${isJoined ? 'disconnect' : 'connect'}`,
      body: { containerId: details.data.containerId },
    },
  }
}

function undoHost(entry: ActivityEntry, hosts: readonly Host[], t: Words): Undo | null {
  const change = hostChange.safeParse(entry.details)
  if (!change.success) return null
  const { hostId, before, after } = change.data
  const host = hosts.find(({ id }) => id === hostId)
  if (!host) return null
  const body = {
    ...(before.name === after.name ? {} : { name: before.name }),
    ...(before.availability === after.availability ? {} : { availability: before.availability }),
    ...(same(sorted(before.labels), sorted(after.labels)) ? {} : { labels: before.labels }),
  }
  const isAsLeft =
    host.name === after.name &&
    host.availability === after.availability &&
    same(sorted(host.labels.console), sorted(after.labels))
  if (!isAsLeft || Object.keys(body).length === 0) return null
  const words = 'labels' in body ? t.labels(host.name) : t.availability(host.name)
  return { words, call: { method: 'PATCH', path: `/hosts/${encodeURIComponent(hostId)}`, body } }
}

/** Only the newest act on a thing can be taken back: what came later stands on it. `entries` are newest first. */
export function undosOf(entries: readonly ActivityEntry[], hosts: readonly Host[], t: Words): Map<number, Undo> {
  const touched = new Set<string>()
  const undos = new Map<number, Undo>()
  for (const entry of entries) {
    const thing = `${entry.action.split('.')[0]} ${entry.target}`
    if (touched.has(thing)) continue
    touched.add(thing)
    const undo = undoOf(entry, hosts, t)
    if (undo) undos.set(entry.id, undo)
  }
  return undos
}

// What takes an act back, where that is truly possible: the opposite act on the same thing, or what was there before.
// A deploy is not undone blindly: its way back is the plan of a rollback. Pure.
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Host } from '@/lib/contract/hosts'
import { isTexts, numberOf, recordOf, textOf } from '@/lib/json-value'
import type { activityTexts } from '@/lib/texts/activity'

export type UndoCall = { method: 'POST' | 'PATCH'; path: string; body: unknown }
export type Undo = { words: string; call: UndoCall } | { words: string; href: string }

type HostState = { name: string; availability: string; labels: Record<string, string> }

function hostState(value: unknown): HostState | null {
  const { name, availability, labels } = recordOf(value)
  const isKnown =
    isTexts([name, availability]) && typeof labels === 'object' && isTexts(Object.values(recordOf(labels)))
  return isKnown ? { name: textOf(name), availability: textOf(availability), labels: { ...(labels as object) } } : null
}

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
  const details = recordOf(entry.details)
  const opposite = opposites[entry.action]
  if (opposite) {
    const id = textOf(details.containerId)
    if (id === '') return null
    const path = `/containers/${encodeURIComponent(id)}/actions`
    return { words: t[opposite](entry.target), call: { method: 'POST', path, body: { action: opposite } } }
  }
  if (entry.action === 'network.connect' || entry.action === 'network.disconnect') return undoConnection(entry, t)
  if (entry.action === 'host.change') return undoHost(entry, hosts, t)
  if (entry.action === 'container.move' || entry.action === 'container.move-back') {
    const id = textOf(details.moveId)
    if (id === '' || details.canUndo !== true) return null
    const path = `/moves/${encodeURIComponent(id)}/undo`
    return { words: t.moveBack(entry.target), call: { method: 'POST', path, body: {} } }
  }
  if (entry.action === 'stack.deploy' || entry.action === 'stack.rollback') {
    if (numberOf(details.revision) < 2) return null
    return { words: t.rollback(entry.target), href: `/stacks/${encodeURIComponent(entry.target)}` }
  }
  if (entry.action === 'stack.scale') {
    const [stack = ''] = entry.target.split('/')
    return { words: t.scale(stack), href: `/stacks/${encodeURIComponent(stack)}?do=scale` }
  }
  return null
}

function undoConnection(entry: ActivityEntry, t: Words): Undo | null {
  const details = recordOf(entry.details)
  const [networkId, containerId] = [textOf(details.networkId), textOf(details.containerId)]
  if (networkId === '' || containerId === '') return null
  const [network = '', container = ''] = entry.target.split(' ')
  const isJoined = entry.action === 'network.connect'
  return {
    words: (isJoined ? t.disconnect : t.connect)(container, network),
    call: {
      method: 'POST',
      path: `/networks/${encodeURIComponent(networkId)}/${isJoined ? 'disconnect' : 'connect'}`,
      body: { containerId },
    },
  }
}

function undoHost(entry: ActivityEntry, hosts: readonly Host[], t: Words): Undo | null {
  const change = recordOf(entry.details)
  const [hostId, before, after] = [textOf(change.hostId), hostState(change.before), hostState(change.after)]
  if (before === null || after === null) return null
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

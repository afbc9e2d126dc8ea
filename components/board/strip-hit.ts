// What lies under a pointer on a strip, which is a picture and knows no elements.
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { type Measure, partAt, type StripPart, stripOf, totalOf } from './layout'
import { stripHeightPx } from './strip-canvas'

type Cluster = { hosts: readonly Host[]; byHost: ReadonlyMap<string, readonly BoardContainer[]>; measure: Measure }

export function stripPartUnder(element: Element, clientY: number, cluster: Cluster): StripPart | undefined {
  const strip = element.closest<HTMLElement>('[data-strip]')
  const canvas = strip?.querySelector('canvas')
  const host = cluster.hosts.find(({ id }) => id === strip?.dataset.strip)
  if (!canvas || !host) return undefined
  const own = cluster.byHost.get(host.id) ?? []
  const parts = stripOf(own, totalOf(host, cluster.measure), cluster.measure, stripHeightPx)
  return partAt(parts, clientY - canvas.getBoundingClientRect().top)
}

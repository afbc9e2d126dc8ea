// Pure but for what it remembers: the scheduler's state of the cluster on screen, kept from one question to the next. Only
// hosts of which something changed are put in anew, so that the answer at the start of a drag takes no longer than one later.
import type { Board } from '@/lib/client/board-fold'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import { createPlacementState, type PlacementState, placementHosts, putHost, removeHost } from '@/lib/scheduler'

export type SeenCluster = {
  hosts: readonly Host[]
  byHost: Board['byHost']
  volumes: readonly Volume[]
  /** Looked at by affinities to images alone. */
  images: readonly Image[]
}

type Put = { host: Host; containers: readonly BoardContainer[]; volumes: readonly Volume[] }

const none: readonly never[] = []

export type Mirror = (cluster: SeenCluster) => PlacementState

export function createMirror(): Mirror {
  const state = createPlacementState([])
  const put = new Map<string, Put>()
  let volumesRead: readonly Volume[] = none
  let volumesOf = new Map<string, Volume[]>()
  let imagesRead: readonly Image[] = none

  return ({ hosts, byHost, volumes, images }) => {
    if (volumes !== volumesRead) {
      volumesOf = new Map()
      for (const volume of volumes) volumesOf.set(volume.hostId, [...(volumesOf.get(volume.hostId) ?? []), volume])
      volumesRead = volumes
    }
    if (images !== imagesRead) {
      put.clear()
      imagesRead = images
    }
    const known = new Set(hosts.map(({ id }) => id))
    for (const id of [...state.slots.keys()]) {
      if (known.has(id)) continue
      removeHost(state, id)
      put.delete(id)
    }
    for (const host of hosts) {
      const now = { host, containers: byHost.get(host.id) ?? none, volumes: volumesOf.get(host.id) ?? none }
      const before = put.get(host.id)
      if (
        before?.host === now.host &&
        before.containers === now.containers &&
        (before.volumes === now.volumes || (before.volumes.length === 0 && now.volumes.length === 0))
      )
        continue
      const own = images.length === 0 ? none : images.filter(({ hostIds }) => hostIds.includes(host.id))
      const [placed] = placementHosts({ hosts: [host], containers: now.containers, images: own, volumes: now.volumes })
      if (placed) putHost(state, placed)
      put.set(host.id, now)
    }
    return state
  }
}

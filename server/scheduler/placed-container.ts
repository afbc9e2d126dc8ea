// What a placed request becomes on its host before any engine has it, so that the next decision sees it.
import type { Labels } from '@/lib/contract/common'
import type { PlacementContainer, PlacementRequest } from './types'

// Plans hold thousands of these; what is empty is shared.
const nothing: readonly never[] = []
const noLabels: Labels = {}
const noReservation = { cpus: 0, memoryBytes: 0 }

export const placedContainer = (request: PlacementRequest, id: string): PlacementContainer => ({
  id,
  name: request.name ?? id,
  labels: request.labels ?? noLabels,
  networkMode: request.networkMode ?? 'default',
  exposedPorts: request.exposedPorts ?? nothing,
  requestedPorts: request.portBindings ?? nothing,
  actualPorts: nothing,
  volumes: request.volumes ?? nothing,
  stack: request.stack ?? null,
  service: request.service ?? null,
  reservation:
    request.cpus || request.memoryBytes
      ? { cpus: request.cpus ?? 0, memoryBytes: request.memoryBytes ?? 0 }
      : noReservation,
})

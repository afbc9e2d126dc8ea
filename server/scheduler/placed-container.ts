// What a placed request becomes on its host before any engine has it, so that the next decision sees it.
import type { PlacementContainer, PlacementRequest } from './types'

export const placedContainer = (request: PlacementRequest, id: string): PlacementContainer => ({
  id,
  name: request.name ?? id,
  labels: request.labels ?? {},
  networkMode: request.networkMode ?? 'default',
  exposedPorts: request.exposedPorts ?? [],
  requestedPorts: request.portBindings ?? [],
  actualPorts: [],
  volumes: request.volumes ?? [],
  stack: request.stack ?? null,
  service: request.service ?? null,
  reservation: { cpus: request.cpus ?? 0, memoryBytes: request.memoryBytes ?? 0 },
})

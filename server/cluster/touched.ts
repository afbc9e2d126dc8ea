// Which parts of a host an engine event concerns, so that exactly those are read again. Pure.
import type { EngineEvent } from '@/server/docker/events'
import type { HostPart } from './types'

export type Touched = { containers: Set<string>; gone: Set<string>; parts: Set<HostPart>; swarm: boolean }

export const nothingTouched = (): Touched => ({
  containers: new Set(),
  gone: new Set(),
  parts: new Set(),
  swarm: false,
})

export const isTouched = (touched: Touched): boolean =>
  touched.containers.size > 0 || touched.gone.size > 0 || touched.parts.size > 0

type Awaited = Pick<ReadonlySet<string>, 'has'>

/**
 * Takes out what is to be read now. What is awaited anyway stays until it is answered: the answer may be older than the event.
 */
export function takeReady(touched: Touched, awaited: Awaited): Touched {
  const ready = nothingTouched()
  for (const id of touched.containers) if (!awaited.has(id)) ready.containers.add(id)
  for (const part of touched.parts) if (!awaited.has(part)) ready.parts.add(part)
  for (const id of ready.containers) touched.containers.delete(id)
  for (const part of ready.parts) touched.parts.delete(part)
  ready.gone = touched.gone
  touched.gone = new Set()
  ready.swarm = touched.swarm
  touched.swarm = false
  return ready
}

export const hasReady = ({ containers, gone, parts }: Touched, awaited: Awaited): boolean =>
  gone.size > 0 || [...containers, ...parts].some((key) => !awaited.has(key))

/** Health checks and terminals make these by the thousand, and they change nothing that is kept. */
const quiet = new Set([
  'exec_create',
  'exec_start',
  'exec_die',
  'exec_detach',
  'attach',
  'detach',
  'resize',
  'top',
  'copy',
  'archive-path',
  'extract-to-dir',
  'export',
  'kill',
])

function touchContainer(touched: Touched, event: EngineEvent): void {
  if (event.id === '' || quiet.has(event.action)) return
  if (event.action === 'destroy') {
    touched.gone.add(event.id)
    touched.containers.delete(event.id)
    return
  }
  touched.gone.delete(event.id)
  touched.containers.add(event.id)
}

function touchNetwork(touched: Touched, event: EngineEvent): void {
  const container = event.attributes.container
  if (event.action === 'connect' || event.action === 'disconnect') {
    if (container && !touched.gone.has(container)) touched.containers.add(container)
    // A Swarm worker lists an overlay only while a container there uses it.
    if (event.attributes.type !== 'bridge' && event.attributes.type !== 'host' && event.attributes.type !== 'null') {
      touched.parts.add('networks')
    }
    return
  }
  touched.parts.add('networks')
}

export function touch(touched: Touched, event: EngineEvent): void {
  switch (event.type) {
    case 'container':
      touchContainer(touched, event)
      break
    case 'network':
      touchNetwork(touched, event)
      break
    case 'image':
      if (event.action !== 'save' && event.action !== 'push') touched.parts.add('images')
      break
    case 'volume':
      if (event.action === 'create' || event.action === 'destroy' || event.action === 'prune')
        touched.parts.add('volumes')
      break
    case 'daemon':
    case 'plugin':
      touched.parts.add('info')
      break
    case 'node':
    case 'swarm':
      touched.parts.add('info')
      touched.swarm = true
      break
  }
}

export function mergeTouched(into: Touched, from: Touched): void {
  for (const id of from.containers) if (!into.gone.has(id)) into.containers.add(id)
  for (const id of from.gone) into.gone.add(id)
  for (const part of from.parts) into.parts.add(part)
  into.swarm ||= from.swarm
}

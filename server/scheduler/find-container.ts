// How classic Swarm finds a container on one host by what a person wrote: id, short id, Swarm id, name, `host/name`
// or a prefix that fits exactly one. Two that fit are as good as none.
import { ownValue } from './own-value'
import type { HostRecord } from './state'
import type { PlacementContainer } from './types'

const shortLength = 12

const swarmIdOf = (container: PlacementContainer) => ownValue(container.labels, 'com.docker.swarm.id') ?? ''

const isIdOrShort = (id: string, wanted: string) => id === wanted || id.slice(0, shortLength) === wanted

function isNamed({ name }: PlacementContainer, { host }: HostRecord, wanted: string) {
  if (name === '' || !wanted.endsWith(name)) return false
  const before = wanted.slice(0, wanted.length - name.length)
  if (before === '' || before === '/') return true
  return before.endsWith('/') && [host.id, host.name, ...(host.aliases ?? [])].includes(before.slice(0, -1))
}

/** May this container be the one that is meant? Cheap enough to ask for each container of the cluster. */
export const mayBe = (container: PlacementContainer, record: HostRecord, wanted: string) =>
  container.id.startsWith(wanted) || swarmIdOf(container).startsWith(wanted) || isNamed(container, record, wanted)

export function findContainer(record: HostRecord, wanted: string): PlacementContainer | undefined {
  if (wanted === '') return undefined
  const containers = [...record.containers.values()]
  const exact =
    containers.find(({ id }) => isIdOrShort(id, wanted)) ??
    containers.find((container) => isIdOrShort(swarmIdOf(container), wanted))
  if (exact) return exact
  const named = containers.filter((container) => isNamed(container, record, wanted))
  if (named.length > 0) return named.length === 1 ? named[0] : undefined
  const prefixed = [
    ...containers.filter(({ id }) => id.startsWith(wanted)),
    ...containers.filter((container) => swarmIdOf(container).startsWith(wanted)),
  ]
  return prefixed.length === 1 ? prefixed[0] : undefined
}

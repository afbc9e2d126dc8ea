// A container's whole life: to a person it is the same one after a move, an edit or a deploy put another in its place, on
// another host too. Told from the journals; the engines know only what they still hold. Pure.
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Container } from '@/lib/contract/containers'
import type { Deployment } from '@/lib/contract/deployments'
import type { Move } from '@/lib/contract/moves'

/** Where it stood under which name. Ids are those that a journal names; what a deploy replaced is known by its name. */
export type Place = { hostId: string; hostName: string; name: string; ids: Set<string> }

export type Journals = {
  moves: readonly Move[]
  /** Lines of Activity that a recreation left when it ended. */
  recreations: readonly ActivityEntry[]
  /** Of its stack. */
  deployments: readonly Deployment[]
}

export type Life = {
  /** Now first. */
  places: Place[]
  moveIds: Set<string>
  /** Deployment → what it meant for this container, in its own words. */
  deployments: Map<string, string>
}

/** What is older is nobody's question any more, and every place is an engine to be asked. */
const mostPlaces = 8

type Subject = Pick<Container, 'id' | 'name' | 'hostId' | 'hostName' | 'stack' | 'service'>

export function lifeOf(container: Subject, { moves, recreations, deployments }: Journals): Life {
  const places: Place[] = []
  const at = ({ hostId, hostName, name }: Omit<Place, 'ids'>, id?: string): void => {
    let place = places.find((known) => known.hostId === hostId && known.name === name)
    if (place === undefined) {
      if (places.length === mostPlaces) return
      place = { hostId, hostName, name, ids: new Set() }
      places.push(place)
    }
    if (id !== undefined) place.ids.add(id)
  }
  const moveIds = new Set<string>()
  const knownIds = new Set<string>()
  let now: Omit<Place, 'ids'> & { id: string } = container
  while (!knownIds.has(now.id)) {
    knownIds.add(now.id)
    at(now, now.id)
    const before = beforeMove(now.id, moves) ?? beforeRecreation(now, recreations)
    if (before === null) break
    if (before.moveId !== undefined) moveIds.add(before.moveId)
    now = before.place
  }
  // A move that failed, or was called off, moved nothing and still happened.
  for (const move of moves) if (move.containers.some(({ id }) => knownIds.has(id))) moveIds.add(move.id)

  const told = new Map<string, string>()
  const names = new Set(places.map(({ name }) => name))
  for (const { id, operations } of container.stack === null ? [] : deployments) {
    const own = operations.filter(
      ({ service, target, kind }) => kind.endsWith('-container') && service === container.service && names.has(target),
    )
    const first = own.find(({ kind }) => kind === 'create-container') ?? own[0]
    if (first === undefined) continue
    told.set(id, first.why)
    for (const { hostId, hostName, target } of own) at({ hostId, hostName, name: target })
  }
  return { places, moveIds, deployments: told }
}

type Before = { place: Omit<Place, 'ids'> & { id: string }; moveId?: string }

function beforeMove(id: string, moves: readonly Move[]): Before | null {
  for (const move of moves) {
    const moved = move.containers.find(({ newId, state }) => newId === id && state === 'moved')
    if (moved === undefined) continue
    const { fromHostId: hostId, fromHostName: hostName, name } = moved
    return { place: { id: moved.id, hostId, hostName, name }, moveId: move.id }
  }
  return null
}

function beforeRecreation(now: Before['place'], recreations: readonly ActivityEntry[]): Before | null {
  const made = recreations.find(({ details }) => details?.outcome === 'recreated' && details.containerId === now.id)
  const before = made?.details?.before
  return typeof before === 'string' ? { place: { ...now, id: before } } : null
}

/** Acts name a container as `host/name`, with a path behind it, or by its name beside something else. */
export function concerns({ action, target, details }: ActivityEntry, life: Life): boolean {
  if (typeof details?.moveId === 'string') return life.moveIds.has(details.moveId)
  if (action.startsWith('stack.')) {
    return typeof details?.deploymentId === 'string' && life.deployments.has(details.deploymentId)
  }
  return life.places.some(({ hostName, name, ids }) => {
    const whole = `${hostName}/${name}`
    return (
      (typeof details?.containerId === 'string' && ids.has(details.containerId)) ||
      target === whole ||
      target.startsWith(`${whole}:`) ||
      target.startsWith(`${name} `) ||
      target.endsWith(` ${name}`) ||
      target.endsWith(` ${whole}`)
    )
  })
}

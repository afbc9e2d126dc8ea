// Compose makes a container anew beside the old one, which holds the same ports until it is stopped or removed: on one engine that
// works, because only what runs holds a port. So the old one is known by what compose says of the new one, and its place is free.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import type { WantedContainer } from './create-body'

const affinitiesLabel = 'com.docker.swarm.affinities'
/** Of `docker compose`: id or name, by its version. */
const replaceLabel = 'com.docker.compose.replace'
const sameLabels = ['project', 'service', 'container-number'].map((each) => `com.docker.compose.${each}`)

/** docker-compose says it by the name alone that it gives to the one which it has stopped. */
const isSetAside = ({ id, name, state }: Container, newName: string | undefined): boolean =>
  state !== 'running' && state !== 'paused' && name === `${id.slice(0, 12)}_${newName}`

export function replacedContainer(
  cluster: Pick<Cluster, 'containersOf'>,
  { labels = {}, name, stack }: WantedContainer['request'],
): Container | undefined {
  if (stack === undefined) return undefined
  const named = labels[replaceLabel]
  return cluster
    .containersOf({ stack })
    .filter((each) => sameLabels.every((label) => each.labels[label] === labels[label]))
    .find((each) => (named === undefined ? isSetAside(each, name) : each.id === named || each.name === named))
}

const affinitiesIn = (label: string | undefined): string[] => {
  try {
    const list = JSON.parse(label ?? '[]') as unknown
    return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : []
  } catch {
    return []
  }
}

/** docker-compose wants one that takes over volumes to be where the old one is: a wish of this moment, that must not outlive it. */
export function inPlaceOf(wanted: WantedContainer, old: Container): WantedContainer {
  const { request } = wanted
  const affinities = affinitiesIn(request.labels?.[affinitiesLabel])
  const others = affinities.filter((each) => each !== `container==${old.id}`)
  if (others.length === affinities.length) return wanted
  const { [affinitiesLabel]: _all, ...rest } = request.labels ?? {}
  const labels = others.length === 0 ? rest : { ...rest, [affinitiesLabel]: JSON.stringify(others) }
  return {
    ...wanted,
    isPinned: true,
    request: { ...request, labels, env: [...(request.env ?? []), `whitelist:node==${old.hostName}`] },
    bodyFor: (cpus) => ({ ...wanted.bodyFor(cpus), Labels: labels }),
  }
}

// Where a lost container goes: what keeps it where it was is found out before anything is made, and a host that fails is passed over.
import type { Container } from '@/lib/contract/containers'
import { listOf, textOf } from '@/lib/json-value'
import { type AppError, isAppError, isAway } from '@/server/errors'
import type { CreateRequest } from '@/server/recreate/types'
import { isLocal } from '@/server/scheduler/from-contract'
import { requestOfContainer } from '@/server/scheduler/request-of-container'
import type { PlacementRequest } from '@/server/scheduler/types'
import { audited } from '../audit'
import { placeOfContainer } from '../objects/find-container'
import { networkPlaces } from '../objects/network-places'
import type { ProxyContext } from '../types'
import { emptyLabel } from './copy-labels'
import { makeAnew } from './make-anew'
import type { Rescheduling } from './plan-reschedule'
import { isNamed } from './remembered'
import { failed, placeWhy, whyOf } from './why'

type Move = Extract<Rescheduling, { kind: 'move' }>

/** Of those that fail one after the other. */
const mostHosts = 3

/** What it keeps on its host alone. Data without a name is known to go; with a name somebody has to have said so. */
function lostVolumes({ cluster }: ProxyContext, { hostId, mounts, labels }: Container) {
  // One of which the host has not told what it is may be local as well.
  const shared = new Set(cluster.inventoryOf(hostId).volumes.flatMap((each) => (isLocal(each) ? [] : [each.name])))
  const names = mounts.flatMap(({ type, name }) =>
    type === 'volume' && name !== undefined && !shared.has(name) ? [name] : [],
  )
  return { volumes: names.filter(isNamed), isAllowed: labels[emptyLabel] === 'empty' }
}

/** One of the same name on another host is not it, and would be taken for it. */
function requireNoData(container: Container, { volumes, isAllowed }: ReturnType<typeof lostVolumes>): void {
  if (volumes.length === 0 || isAllowed) return
  const { name, hostName } = container
  throw failed(
    'no_placement',
    `${name} has data on ${hostName} in the local volume ${volumes.join(', ')}.`,
    { kind: 'volume', volumes },
    `Bring ${hostName} back. With the label ${emptyLabel}=empty it would begin anew without its data.`,
  )
}

/** For each network of its own the hosts that have it. */
function networkPins({ cluster }: ProxyContext, container: Container): string[] {
  const answering = new Set(cluster.hosts().flatMap(({ name, state }) => (state === 'healthy' ? [name] : [])))
  const places = container.networks.flatMap(({ name }) => {
    const { hosts } = networkPlaces(name, cluster.networks, cluster.hosts)
    return hosts === null ? [] : [{ name, hosts: hosts.filter((each) => answering.has(each)) }]
  })
  const missing = places.flatMap(({ name, hosts }) => (hosts.length === 0 ? [name] : []))
  if (missing.length > 0) {
    const message = `${container.name} needs the network ${missing.join(', ')}, which no other host has that answers.`
    throw failed('no_placement', message, { kind: 'network', networks: missing })
  }
  return places.map(({ hosts }) => `whitelist:node==${hosts.join('|')}`)
}

/** Whose processes or memory it shares has to be beside it, like whose volumes it uses. */
const neighboursIn = ({ body: { HostConfig } }: CreateRequest): PlacementRequest => {
  const of = (mode: unknown) => (textOf(mode).startsWith('container:') ? [textOf(mode).slice(10)] : [])
  const volumesFrom = [
    ...listOf(HostConfig.VolumesFrom).map(textOf),
    ...of(HostConfig.IpcMode),
    ...of(HostConfig.PidMode),
  ]
  const mode = textOf(HostConfig.NetworkMode)
  return {
    links: listOf(HostConfig.Links).map(textOf),
    volumesFrom,
    ...(mode.startsWith('container:') ? { networkMode: mode } : {}),
  } as PlacementRequest
}

function requestElsewhere(
  context: ProxyContext,
  container: Container,
  made: CreateRequest,
  lost: readonly string[],
): PlacementRequest {
  const asked = requestOfContainer(container, [], null)
  const volumes = (asked.volumes ?? []).filter((name) => isNamed(name) && !lost.includes(name))
  const env = [...(asked.env ?? []), ...networkPins(context, container)]
  return { ...asked, ...neighboursIn(made), env, volumes }
}

const claimOn = (context: ProxyContext, container: Container, request: PlacementRequest, without: Set<string>) => {
  const { cluster, placement } = context
  try {
    return placement.claim(request, without, container.id)
  } catch (error) {
    if (!isAppError(error)) throw error
    const holder = cluster.containersOf({}).find(({ name, id }) => name === container.name && id !== container.id)
    if (error.code === 'name_taken' && holder)
      throw failed(error.code, error.message, { kind: 'name', place: placeOfContainer(holder) })
    if (error.code !== 'no_placement') throw error
    // How the lost host fails changes from look to look, and is no news.
    const lines = error.message.split('\n').filter((line) => !line.startsWith(`${container.hostName}: `))
    throw failed('no_placement', lines.join('\n'), placeWhy(context, container, error))
  }
}

/** Another host may do what this one could not; what is wrong with all of them is not tried three times. */
const mayDoElsewhere = (error: unknown): error is AppError =>
  isAppError(error) && (error.code === 'engine_error' || isAway(error))

/** Throws when it cannot be placed or made; nothing is left of the attempt. */
export async function moveLost(context: ProxyContext, move: Move, made: CreateRequest | undefined): Promise<void> {
  const { container } = move
  const from = container.hostName
  const act = { action: 'container.reschedule', target: `${from}/${container.name}` }
  await audited(context, act, async () => {
    context.moves.requireFree(container)
    if (made === undefined) {
      const message = `How ${container.name} was made had not been read before ${from} was lost.`
      throw failed('not_supported', message, { kind: 'unread' })
    }
    const data = lostVolumes(context, container)
    requireNoData(container, data)
    const { volumes: lost } = data
    const request = requestElsewhere(context, container, made, lost)
    const without = new Set([from])
    let asked = request
    let first: AppError | undefined
    for (;;) {
      const claim = (() => {
        try {
          return claimOn(context, container, asked, without)
        } catch (error) {
          // Why the first one failed says more than that there is no further one.
          throw first ?? error
        }
      })()
      try {
        const id = await makeAnew(context, claim, move, made)
        const short = (each: string) => each.slice(0, 12)
        const began = `Rescheduled container ${short(container.id)} from ${from} to ${claim.hostName} as ${short(id)}`
        const message = lost.length === 0 ? began : `${began}, without the data of ${lost.join(', ')}`
        context.log.info({ container: container.name }, message)
        return { status: 201, message, target: `${claim.hostName}/${container.name}` }
      } catch (error) {
        without.add(claim.hostName)
        if (!mayDoElsewhere(error) || without.size > mostHosts) throw first ?? error
        first ??= error
        // Whoever has the image needs no registry.
        const why = whyOf(error)
        if (why.kind === 'image') asked = { ...request, env: [...(request.env ?? []), `affinity:image==${why.image}`] }
      }
    }
  })
}

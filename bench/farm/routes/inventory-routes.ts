// The engine's API for itself, its swarm, networks, images and volumes.

import { connect, disconnect } from '../attach'
import { type FarmCall, isTrue, readJson, sendJson, sendNothing, sendText } from '../call'
import { hexOf } from '../chance'
import { isUp } from '../container-json'
import { createVolume } from '../create'
import { hasLabel, readFilters } from '../events'
import { gossipJson } from '../gossip-json'
import { clusterJson, infoJson, nodeJson, versionJson } from '../host-json'
import { diskJson, imageInspectJson, imageJson, networkJson, volumeJson } from '../inventory-json'
import { bridgeNetwork, overlayNetwork } from '../networks'
import { noSuch, Refusal } from '../refusal'
import type { FarmNetwork } from '../types'
import { findContainer, findImage, findNetwork, withTag } from '../world'
import type { Route } from './route'

const ping = (call: FarmCall): void => {
  const { swarm } = call.host
  sendText(call, 200, 'text/plain; charset=utf-8', call.request.method === 'HEAD' ? '' : 'OK', {
    'Builder-Version': '2',
    'Cache-Control': 'no-cache, no-store, must-revalidate',
    Pragma: 'no-cache',
    Swarm: swarm ? `active/${swarm.isManager ? 'manager' : 'worker'}` : 'inactive',
  })
}

const networkFilters: Record<string, (network: FarmNetwork, value: string) => boolean> = {
  name: ({ name }, value) => name.includes(value.replace(/[\^$]/g, '')),
  id: ({ id }, value) => id.startsWith(value),
  driver: ({ driver }, value) => driver === value,
  scope: ({ scope }, value) => scope === value,
  label: ({ labels }, value) => hasLabel(labels, value),
}

function listNetworks(call: FarmCall): void {
  const asked = [...readFilters(call.query.get('filters'))]
  const found = [...call.host.networks.values()].filter((network) =>
    asked.every(([key, values]) => values.some((value) => networkFilters[key]?.(network, value) ?? true)),
  )
  sendJson(
    call,
    found.map((network) => networkJson(network)),
  )
}

type NetworkBody = {
  Name?: string
  Driver?: string
  Internal?: boolean
  Attachable?: boolean
  Labels?: Record<string, string> | null
  Options?: Record<string, string> | null
  IPAM?: { Config?: { Subnet?: string; Gateway?: string }[] | null } | null
}

async function createNetwork(call: FarmCall): Promise<void> {
  const { world, host } = call
  const body = await readJson<NetworkBody>(call)
  const { Name: name = '', Driver: driver = 'bridge', Labels: labels, IPAM } = body
  if (name === '') throw new Refusal(400, 'invalid name: name is empty')
  const isOverlay = driver === 'overlay'
  const isTaken = [...host.networks.values(), ...(isOverlay ? world.overlays : [])].some(
    (network) => network.name === name,
  )
  if (isTaken) throw new Refusal(409, `network with name ${name} already exists`)
  if (isOverlay && !host.swarm?.isManager)
    throw new Refusal(
      503,
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
    )
  const made = isOverlay
    ? overlayNetwork(name, world.seed + world.serial(), world.overlays.length, world.clock(), labels ?? {})
    : bridgeNetwork(name, world.seed + world.serial(), host.index, host.networks.size, world.clock(), labels ?? {})
  const [pool] = IPAM?.Config ?? []
  const network: FarmNetwork = {
    ...made,
    driver,
    internal: body.Internal ?? false,
    attachable: body.Attachable ?? false,
    options: { ...made.options, ...body.Options },
    ...(pool?.Subnet ? { subnet: pool.Subnet, gateway: pool.Gateway ?? pool.Subnet.replace(/\d+\/\d+$/, '1') } : {}),
  }
  if (isOverlay) world.overlays.push(network)
  for (const member of isOverlay ? world.hosts.filter(({ swarm }) => swarm?.isManager) : [host])
    member.networks.set(network.id, network)
  world.events.emit(host, 'network', 'create', network.id, { name, type: driver }, isOverlay ? { scope: 'swarm' } : {})
  sendJson(call, { Id: network.id, Warning: '' }, 201)
}

function removeNetwork(call: FarmCall): void {
  const { world, host } = call
  const network = findNetwork(world, host, call.params[0] ?? '')
  if (['bridge', 'host', 'none'].includes(network.name))
    throw new Refusal(403, `${network.name} is a pre-defined network and cannot be removed`)
  const holders = network.scope === 'swarm' ? world.hosts : [host]
  const isUsed = holders.some(({ containers }) =>
    [...containers.values()].some((one) => isUp(one) && one.endpoints.some((endpoint) => endpoint.network === network)),
  )
  if (isUsed)
    throw new Refusal(
      403,
      `error while removing network: network ${network.name} id ${network.id} has active endpoints`,
    )
  for (const holder of holders) holder.networks.delete(network.id)
  const at = world.overlays.indexOf(network)
  if (at >= 0) world.overlays.splice(at, 1)
  world.events.emit(host, 'network', 'destroy', network.id, { name: network.name, type: network.driver })
  sendNothing(call, 204)
}

type AttachBody = { Container?: string; EndpointConfig?: { Aliases?: string[] | null } | null }

async function attach(call: FarmCall): Promise<void> {
  const body = await readJson<AttachBody>(call)
  const container = findContainer(call.host, body.Container ?? '')
  const network = findNetwork(call.world, call.host, call.params[0] ?? '')
  if (call.params[1] === 'connect')
    connect(call.world, call.host, container, network, body.EndpointConfig?.Aliases ?? null)
  else disconnect(call.world, call.host, container, network)
  sendNothing(call, 200)
}

function imageOf(call: FarmCall) {
  const ref = call.params[0] ?? ''
  const image = findImage(call.host, ref)
  if (!image) throw noSuch('image', withTag(ref))
  return image
}

function removeImage(call: FarmCall): void {
  const { world, host } = call
  const ref = call.params[0] ?? ''
  const image = imageOf(call)
  const named = withTag(ref)
  const user = [...host.containers.values()].find((container) => container.image === image)
  if (image.tags.includes(named) && image.tags.length > 1) {
    host.images.set(image.id, { ...image, tags: image.tags.filter((tag) => tag !== named) })
    world.events.emit(host, 'image', 'untag', image.id, { name: image.id }, { status: 'untag', id: image.id })
    return void sendJson(call, [{ Untagged: named }])
  }
  if (user && !isTrue(call.query, 'force')) {
    const why = isUp(user)
      ? `is being used by running container ${user.id.slice(0, 12)}`
      : `container ${user.id.slice(0, 12)} is using its referenced image ${image.id.slice(7, 19)}`
    throw new Refusal(409, `conflict: unable to remove repository reference "${ref}" (must force) - ${why}`)
  }
  host.images.delete(image.id)
  world.events.emit(host, 'image', 'delete', image.id, { name: image.id }, { status: 'delete', id: image.id })
  sendJson(call, [...image.tags.map((Untagged) => ({ Untagged })), { Deleted: image.id }])
}

function tagImage(call: FarmCall): void {
  const image = imageOf(call)
  const tag = `${call.query.get('repo') ?? ''}:${call.query.get('tag') || 'latest'}`
  call.host.images.set(image.id, { ...image, tags: [...new Set([...image.tags, tag])].sort() })
  call.world.events.emit(call.host, 'image', 'tag', image.id, { name: tag }, { status: 'tag', id: image.id })
  sendNothing(call, 200)
}

type VolumeBody = { Name?: string; Labels?: Record<string, string> | null; DriverOpts?: Record<string, string> | null }

async function makeVolume(call: FarmCall): Promise<void> {
  const body = await readJson<VolumeBody>(call)
  const name = body.Name || hexOf(64, call.world.seed, 'volume', call.world.serial())
  createVolume(call.world, call.host, name, body.Labels ?? null, body.DriverOpts ?? null)
  sendJson(call, volumeJson(volumeOf(call, name)), 201)
}

function volumeOf(call: FarmCall, name: string) {
  const volume = call.host.volumes.get(name)
  if (!volume) throw new Refusal(404, `get ${name}: no such volume`)
  return volume
}

function removeVolume(call: FarmCall): void {
  const { name } = volumeOf(call, call.params[0] ?? '')
  const users = [...call.host.containers.values()].filter(({ mounts }) => mounts.some((mount) => mount.name === name))
  if (users.length > 0)
    throw new Refusal(409, `remove ${name}: volume is in use - [${users.map(({ id }) => id).join(', ')}]`)
  call.host.volumes.delete(name)
  call.world.events.emit(call.host, 'volume', 'destroy', name, { driver: 'local' })
  sendNothing(call, 204)
}

const ofManager = (call: FarmCall): void => {
  if (!call.host.swarm?.isManager)
    throw new Refusal(
      503,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    )
}

export const inventoryRoutes: Route[] = [
  ['GET', /^\/_ping$/, ping],
  ['HEAD', /^\/_ping$/, ping],
  ['GET', /^\/version$/, (call) => sendJson(call, versionJson())],
  ['GET', /^\/info$/, (call) => sendJson(call, infoJson(call.host, call.world.hosts, call.world.clock()))],
  ['GET', /^\/system\/df$/, (call) => sendJson(call, diskJson(call.host, call.world.clock()))],
  ['POST', /^\/auth$/, (call) => sendJson(call, { Status: 'Login Succeeded', IdentityToken: '' })],
  [
    'GET',
    /^\/swarm$/,
    (call) => {
      ofManager(call)
      sendJson(call, {
        ...clusterJson(),
        JoinTokens: { Worker: 'SWMTKN-1-farm-worker', Manager: 'SWMTKN-1-farm-manager' },
      })
    },
  ],
  [
    'GET',
    /^\/nodes$/,
    (call) => {
      ofManager(call)
      sendJson(call, call.world.hosts.filter(({ swarm }) => swarm).map(nodeJson))
    },
  ],
  ['GET', /^\/networks$/, listNetworks],
  ['POST', /^\/networks\/create$/, createNetwork],
  [
    'GET',
    /^\/networks\/([^/]+)$/,
    (call) => {
      const network = findNetwork(call.world, call.host, call.params[0] ?? '')
      const isVerbose = isTrue(call.query, 'verbose') && network.scope === 'swarm'
      sendJson(call, {
        ...networkJson(network, call.host),
        ...(isVerbose ? gossipJson(network, call.world.hosts) : {}),
      })
    },
  ],
  ['DELETE', /^\/networks\/([^/]+)$/, removeNetwork],
  ['POST', /^\/networks\/([^/]+)\/(connect|disconnect)$/, attach],
  [
    'GET',
    /^\/images\/json$/,
    (call) =>
      sendJson(
        call,
        [...call.host.images.values()].map((image) => imageJson(image)),
      ),
  ],
  ['GET', /^\/images\/(.+)\/json$/, (call) => sendJson(call, imageInspectJson(imageOf(call)))],
  [
    'GET',
    /^\/images\/(.+)\/history$/,
    (call) => {
      const image = imageOf(call)
      sendJson(call, [
        {
          Comment: '',
          Created: Math.floor(image.createdMs / 1000),
          CreatedBy: '',
          Id: image.id,
          Size: image.sizeBytes,
          Tags: image.tags,
        },
      ])
    },
  ],
  ['POST', /^\/images\/(.+)\/tag$/, tagImage],
  ['DELETE', /^\/images\/(.+)$/, removeImage],
  [
    'GET',
    /^\/distribution\/(.+)\/json$/,
    (call) => {
      const ref = withTag(call.params[0] ?? '')
      sendJson(call, {
        Descriptor: {
          mediaType: 'application/vnd.oci.image.index.v1+json',
          digest: `sha256:${hexOf(64, 'digest', ref)}`,
          size: 1_609,
        },
        Platforms: [{ architecture: 'amd64', os: 'linux' }],
      })
    },
  ],
  [
    'GET',
    /^\/volumes$/,
    (call) => sendJson(call, { Volumes: [...call.host.volumes.values()].map(volumeJson), Warnings: null }),
  ],
  ['POST', /^\/volumes\/create$/, makeVolume],
  ['GET', /^\/volumes\/([^/]+)$/, (call) => sendJson(call, volumeJson(volumeOf(call, call.params[0] ?? '')))],
  ['DELETE', /^\/volumes\/([^/]+)$/, removeVolume],
]

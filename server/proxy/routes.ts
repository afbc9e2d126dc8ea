// The Docker API as a table: which path goes where. What is not in it does not exist for clients; what makes no sense over many
// hosts, or is not there yet, is refused with a reason.
import { takeControl } from './buildkit/control'
import { takeSession } from './buildkit/session'
import { commitContainer } from './containers/commit-container'
import { createContainer } from './containers/create-container'
import { createExec, relayToExec } from './containers/exec'
import { inspectContainer } from './containers/inspect-container'
import { listContainers } from './containers/list-containers'
import type { ContainerHandling } from './containers/relay-container'
import { renameContainer } from './containers/rename-container'
import { updateContainer } from './containers/update-container'
import { eventsAnswer } from './events/events'
import type { Upgrade } from './hijack'
import { buildImage, cancelBuild } from './images/build-image'
import { listImages } from './images/list-images'
import { pullEverywhere } from './images/pull-everywhere'
import { pushImage, relayToImage, removeImage, saveImages, tagImage } from './images/relay-image'
import { toEveryHost } from './images/to-every-host'
import { createNetwork } from './networks/create-network'
import { listNetworks } from './networks/list-networks'
import { inspectNetwork, joinNetwork, removeNetwork } from './networks/relay-network'
import { guardImport } from './policy/guard'
import { pruneEverywhere } from './prune'
import type { Row } from './router'
import { notInSwarmMode, throughManager } from './swarm-mode/swarm-mode'
import { diskUsage } from './system/disk-usage'
import { infoAnswer } from './system/info-answer'
import { listPlugins } from './system/list-plugins'
import { ping, versionAnswer } from './system/version-answer'
import type { Answer, ProxyContext } from './types'
import { createVolume, inspectVolume, listVolumes, removeVolume } from './volumes/volumes'

export type Handling =
  /** Answered here: from memory, merged over hosts, or asked of each of them. */
  | { kind: 'own'; answer: Answer }
  | ContainerHandling
  /** The exec named in the path, on the host it was made on; the connection is taken over if the client asks for that. */
  | { kind: 'exec-start' }
  /** The connection is this one's, and speaks another protocol from then on. */
  | { kind: 'takeover'; take: (context: ProxyContext, upgrade: Upgrade, version: string) => Promise<void> | void }
  /** Every host would answer the same. */
  | { kind: 'any-host' }
  | {
      kind: 'refused'
      status: number
      reason: string
      /** Who answers it all the same. */
      instead?: (context: ProxyContext) => Answer | null
    }

const own = (method: string, pattern: string, answer: Answer): Row<Handling> => ({
  method,
  pattern,
  handling: { kind: 'own', answer },
})

const refused = (method: string, pattern: string, reason: string, status = 501): Row<Handling> => ({
  method,
  pattern,
  handling: { kind: 'refused', status, reason },
})

const container = (
  method: string,
  rest: string,
  action: string | null,
  more: Partial<ContainerHandling> = {},
): Row<Handling> => ({
  method,
  pattern: `/containers/:ref+${rest === '' ? '' : `/${rest}`}`,
  handling: { kind: 'container', action, rest: rest === '' ? [] : rest.split('/'), ...more },
})

const anyHost = (method: string, pattern: string): Row<Handling> => ({
  method,
  pattern,
  handling: { kind: 'any-host' },
})

const ofSwarmMode = (pattern: string): Row<Handling> => ({
  method: '*',
  pattern,
  handling: { kind: 'refused', status: 503, reason: notInSwarmMode, instead: throughManager },
})
const swarmKinds = ['swarm', 'services', 'tasks', 'nodes', 'secrets', 'configs']

const system: Row<Handling>[] = [
  own('GET', '/_ping', ping),
  own('HEAD', '/_ping', ping),
  own('GET', '/version', versionAnswer),
  own('GET', '/info', infoAnswer),
  own('GET', '/events', eventsAnswer),
  own('GET', '/system/df', diskUsage),
  anyHost('POST', '/auth'),
  { method: 'POST', pattern: '/session', handling: { kind: 'takeover', take: takeSession } },
  { method: 'POST', pattern: '/grpc', handling: { kind: 'takeover', take: takeControl } },
  own('GET', '/plugins', listPlugins),
  // What `docker inspect` asks last of a name that is nothing else.
  refused('GET', '/plugins/:name+/json', 'No such plugin: plugins belong to one engine; ask that engine.', 404),
  refused('*', '/plugins/:rest+', 'Plugins belong to one engine; ask that engine.'),
]

const containers: Row<Handling>[] = [
  own('GET', '/containers/json', listContainers),
  own('POST', '/containers/create', createContainer),
  own('POST', '/containers/prune', pruneEverywhere('containers')),
  own('GET', '/containers/:ref+/json', inspectContainer),
  container('POST', 'start', 'container.start'),
  container('POST', 'stop', 'container.stop'),
  container('POST', 'restart', 'container.restart'),
  container('POST', 'kill', 'container.kill'),
  container('POST', 'pause', 'container.pause'),
  container('POST', 'unpause', 'container.unpause'),
  own('POST', '/containers/:ref+/update', updateContainer),
  own('POST', '/containers/:ref+/rename', renameContainer),
  container('POST', 'wait', null),
  container('POST', 'resize', null),
  container('POST', 'attach', 'container.attach', { hijacks: true }),
  container('GET', 'attach/ws', 'container.attach', { hijacks: true }),
  own('POST', '/containers/:ref+/exec', createExec),
  container('GET', 'logs', null),
  container('GET', 'top', null),
  container('GET', 'stats', null),
  container('GET', 'changes', null),
  container('GET', 'export', null),
  container('GET', 'archive', null),
  container('HEAD', 'archive', null),
  container('PUT', 'archive', 'container.upload'),
  container('DELETE', '', 'container.remove'),
  // What newer engines know of one container is theirs to answer.
  {
    method: '*',
    pattern: '/containers/:ref/:rest+',
    handling: { kind: 'container', action: 'container.request' },
  },
  own('POST', '/commit', commitContainer),
  own('GET', '/exec/:id/json', relayToExec('json')),
  own('POST', '/exec/:id/resize', relayToExec('resize')),
  { method: 'POST', pattern: '/exec/:id/start', handling: { kind: 'exec-start' } },
]

const swarmRoutes: Row<Handling>[] = [
  refused('POST', '/swarm/init', 'Overlay networking is enabled in the console, under Networks.'),
  refused('POST', '/swarm/join', 'Hosts join through the console, under Hosts.'),
  refused('POST', '/swarm/leave', 'This node is not part of a swarm', 503),
  ...swarmKinds.flatMap((kind) => [ofSwarmMode(`/${kind}`), ofSwarmMode(`/${kind}/:rest+`)]),
]

/** One path for two acts: from a registry, or from what the client sends. */
const importImage = toEveryHost('image.import')
const createImage: Answer = (context, exchange) => {
  const { search } = exchange.target
  guardImport(context, search, 'POST /images/create')
  return search.get('fromSrc') ? importImage(context, exchange) : pullEverywhere(context, exchange)
}

const images: Row<Handling>[] = [
  own('GET', '/images/json', listImages),
  own('POST', '/images/create', createImage),
  own('POST', '/images/load', toEveryHost('image.load')),
  own('GET', '/images/get', saveImages),
  anyHost('GET', '/images/search'),
  own('POST', '/images/prune', pruneEverywhere('images')),
  own('GET', '/images/:name+/json', relayToImage('json')),
  own('GET', '/images/:name+/history', relayToImage('history')),
  own('GET', '/images/:name+/get', saveImages),
  own('POST', '/images/:name+/push', pushImage),
  own('POST', '/images/:name+/tag', tagImage),
  own('DELETE', '/images/:name+', removeImage),
  anyHost('GET', '/distribution/:name+/json'),
  own('POST', '/build', buildImage),
  own('POST', '/build/prune', pruneEverywhere('build')),
  own('POST', '/build/cancel', cancelBuild),
]

const networks: Row<Handling>[] = [
  own('GET', '/networks', listNetworks),
  own('POST', '/networks/create', createNetwork),
  own('POST', '/networks/prune', pruneEverywhere('networks')),
  own('POST', '/networks/:ref+/connect', joinNetwork('connect')),
  own('POST', '/networks/:ref+/disconnect', joinNetwork('disconnect')),
  own('GET', '/networks/:ref+', inspectNetwork),
  own('DELETE', '/networks/:ref+', removeNetwork),
]

const volumes: Row<Handling>[] = [
  own('GET', '/volumes', listVolumes),
  own('POST', '/volumes/create', createVolume),
  own('POST', '/volumes/prune', pruneEverywhere('volumes')),
  own('GET', '/volumes/:ref+', inspectVolume),
  own('DELETE', '/volumes/:ref+', removeVolume),
  refused('PUT', '/volumes/:ref+', 'Only cluster volumes of Swarm mode can be changed.'),
]

export const routes: readonly Row<Handling>[] = [
  ...system,
  ...containers,
  ...images,
  ...networks,
  ...volumes,
  ...swarmRoutes,
]

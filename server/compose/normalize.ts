// The merged tree made complete: names, the default network, the dependencies that links and shared namespaces imply, and the
// defaults of builds. After this step every key a planner reads is where the model says it is.
import { withBuildDefaults } from './canonical/build'
import type { ComposeFormat } from './model'
import {
  get,
  isNull,
  list,
  type MapEntry,
  type MapNode,
  map,
  mapOf,
  mapValues,
  type Node,
  type Place,
  scalar,
  textOf,
  withEntry,
  withoutKeys,
} from './node'
import type { PathResolver } from './paths'
import type { Report } from './report'

export interface NormalizeContext {
  name: string
  format: ComposeFormat
  directory: string
  paths: PathResolver
  report: Report
}

const textItems = (node: Node | undefined): { text: string; place: Place }[] =>
  node?.kind === 'list'
    ? node.items.flatMap((item) => {
        const text = textOf(item)
        return text === undefined ? [] : [{ text, place: item.place }]
      })
    : []

/** Services that this one needs without saying so in `depends_on`. */
const implied = (service: MapNode): { name: string; place: Place; restart: boolean }[] => {
  const found: { name: string; place: Place; restart: boolean }[] = []
  for (const { text, place } of textItems(get(service, 'links')))
    found.push({ name: text.split(':', 1)[0] ?? '', place, restart: true })
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const node = get(service, key)
    const text = textOf(node)
    if (node && text?.startsWith('service:'))
      found.push({ name: text.slice('service:'.length), place: node.place, restart: true })
  }
  for (const { text, place } of textItems(get(service, 'volumes_from')))
    if (!text.startsWith('container:')) found.push({ name: text.split(':', 1)[0] ?? '', place, restart: false })
  return found
}

const withDependencies = (service: MapNode): MapNode => {
  const given = get(service, 'depends_on')
  const entries = new Map<string, MapEntry>(given?.kind === 'map' ? given.entries : [])
  for (const { name, place, restart } of implied(service)) {
    if (name === '' || entries.has(name)) continue
    const value = mapOf(
      {
        condition: scalar('service_started', place),
        required: scalar(true, place),
        restart: restart ? scalar(true, place) : undefined,
      },
      place,
    )
    entries.set(name, { key: place, value })
  }
  if (entries.size === 0) return service
  const place = given?.place ?? [...entries.values()][0]?.key ?? service.place
  return withEntry(service, 'depends_on', map(entries, place))
}

const withNetwork = (service: MapNode, context: NormalizeContext): MapNode => {
  const networks = get(service, 'networks')
  if (get(service, 'network_mode')) {
    return networks?.kind === 'map' && networks.entries.size === 0 ? withoutKeys(service, 'networks') : service
  }
  if (networks?.kind === 'map' && networks.entries.size > 0) return service
  if (get(service, 'provider')) return service
  if (context.format === 'v1') return withEntry(service, 'network_mode', scalar('bridge', service.place))
  return withEntry(service, 'networks', mapOf({ default: scalar(null, service.place) }, service.place))
}

const withDeployDefaults = (service: MapNode): MapNode => {
  const deploy = get(service, 'deploy')
  if (!deploy) return service
  if (isNull(deploy)) return withoutKeys(service, 'deploy')
  if (deploy.kind !== 'map') return service
  const complete = (['placement', 'resources'] as const).reduce(
    (node, key) => (get(node, key)?.kind === 'map' ? node : withEntry(node, key, mapOf({}, deploy.place))),
    deploy,
  )
  return withEntry(service, 'deploy', complete)
}

const withoutEmptyTexts = (service: MapNode, ...keys: string[]): MapNode =>
  keys.reduce((node, key) => {
    const value = get(node, key)
    if (value?.kind !== 'list') return node
    return withEntry(
      node,
      key,
      list(
        value.items.filter((item) => textOf(item) !== ''),
        value.place,
      ),
    )
  }, service)

/** The host settings of v1's `volume_driver` belong to each named volume. */
const normalizeService = (service: MapNode, context: NormalizeContext, path: string): MapNode => {
  let result = withoutEmptyTexts(withoutKeys(service, 'extends'), 'dns')
  for (const key of ['command', 'entrypoint'])
    if (!get(result, key)) result = withEntry(result, key, scalar(null, service.place))
  const image = get(service, 'image')
  const hooks = get(service, 'pre_start')
  if (hooks?.kind === 'list' && image)
    result = withEntry(
      result,
      'pre_start',
      list(
        hooks.items.map((hook) =>
          hook.kind === 'map' && !get(hook, 'image') ? withEntry(hook, 'image', image) : hook,
        ),
        hooks.place,
      ),
    )
  const build = get(result, 'build')
  if (build)
    result = withEntry(
      result,
      'build',
      withBuildDefaults(build, {
        report: context.report,
        paths: context.paths,
        directory: context.directory,
        path: `${path}.build`,
        format: context.format,
        budget: { ports: 0 },
      }),
    )
  if (textOf(get(result, 'pull_policy')) === 'if_not_present')
    result = withEntry(result, 'pull_policy', scalar('missing', get(result, 'pull_policy')?.place ?? result.place))
  return withDeployDefaults(withDependencies(withNetwork(result, context)))
}

const withNames = (resources: Node | undefined, context: NormalizeContext, place: Place): MapNode =>
  resources?.kind !== 'map'
    ? map(new Map(), place)
    : mapValues(resources, (value, key) => {
        const present: MapNode = value.kind === 'map' ? value : map(new Map(), value.place)
        if (get(present, 'name')) return present
        const external = get(present, 'external')
        const name = external?.kind === 'scalar' && external.value === true ? key : `${context.name}_${key}`
        return withEntry(present, 'name', scalar(name, present.place))
      })

const usesDefault = (services: MapNode): boolean =>
  [...services.entries.values()].some(({ value }) => get(get(value, 'networks'), 'default') !== undefined)

const withIpam = (networks: MapNode): MapNode =>
  mapValues(networks, (network) =>
    network.kind === 'map' && !get(network, 'ipam') ? withEntry(network, 'ipam', mapOf({}, network.place)) : network,
  )

export const normalize = (root: MapNode, context: NormalizeContext): MapNode => {
  const { place } = root
  const given = get(root, 'services')
  const services =
    given?.kind === 'map'
      ? mapValues(given, (service, name) =>
          service.kind === 'map' ? normalizeService(service, context, `services.${name}`) : undefined,
        )
      : map(new Map(), place)
  let networks = get(root, 'networks')
  if (usesDefault(services) && !get(networks, 'default'))
    networks = withEntry(networks?.kind === 'map' ? networks : map(new Map(), place), 'default', map(new Map(), place))
  let result = withEntry(root, 'services', services)
  result = withEntry(result, 'networks', withIpam(withNames(networks, context, place)))
  for (const key of ['volumes', 'secrets', 'configs'])
    result = withEntry(result, key, withNames(get(root, key), context, place))
  return result
}

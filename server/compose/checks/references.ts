// Names a service uses must be defined: networks, volumes, secrets, configs, models and other services.

import { get, type MapNode, type Node, type Place, textOf } from '../node'
import { nearest } from '../schema/nearest'
import type { ConsistencyContext } from './context'

const names = (node: Node | undefined): string[] => (node?.kind === 'map' ? [...node.entries.keys()] : [])

interface Use {
  path: string
  name: string
  place: Place
  kind: 'network' | 'volume' | 'secret' | 'config' | 'model' | 'service'
}

const complain = ({ report }: ConsistencyContext, use: Use, known: readonly string[]) => {
  const guess = report.isFull ? undefined : nearest(use.name, known)
  const section = `${use.kind}s`
  report.add({
    code: `reference.${use.kind}`,
    message: `${use.path}: the ${use.kind} "${use.name}" is not defined`,
    fix: guess ? `did you mean "${guess}"?` : `add it under "${section}:"`,
    path: use.path,
    place: use.place,
  })
}

const referenced = (service: MapNode, key: string, path: string, kind: Use['kind']): Use[] => {
  const node = get(service, key)
  if (node?.kind === 'map')
    return [...node.entries].map(([name, entry]) => ({ path: `${path}.${key}.${name}`, name, place: entry.key, kind }))
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item, index) => {
    const source = get(item, 'source')
    const name = textOf(source)
    return source && name ? [{ path: `${path}.${key}.${index}`, name, place: source.place, kind }] : []
  })
}

const volumes = (service: MapNode, path: string): Use[] => {
  const node = get(service, 'volumes')
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item, index) => {
    const source = get(item, 'source')
    const name = textOf(source)
    if (textOf(get(item, 'type')) !== 'volume' || !source || !name) return []
    return [{ path: `${path}.volumes.${index}`, name, place: source.place, kind: 'volume' as const }]
  })
}

/** Where the person wrote it: links and shared namespaces become dependencies, too. */
const writtenAt = (service: MapNode, path: string, name: string, place: Place): string => {
  for (const key of ['links', 'volumes_from', 'network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const node = get(service, key)
    if (node?.kind === 'scalar' && node.place === place) return `${path}.${key}`
    const index = node?.kind === 'list' ? node.items.findIndex((item) => item.place === place) : -1
    if (index >= 0) return `${path}.${key}.${index}`
  }
  return `${path}.depends_on.${name}`
}

const checkDependencies = (context: ConsistencyContext, service: MapNode, path: string) => {
  const dependencies = get(service, 'depends_on')
  if (dependencies?.kind !== 'map') return
  for (const [name, entry] of dependencies.entries) {
    if (context.enabled.entries.has(name)) continue
    const required = get(entry.value, 'required')
    const optional = required?.kind === 'scalar' && required.value === false
    const use: Use = { path: writtenAt(service, path, name, entry.key), name, place: entry.key, kind: 'service' }
    const disabled = context.disabled.entries.get(name)
    if (optional) continue
    if (!disabled) complain(context, use, names(context.enabled))
    else {
      const profiles = get(disabled.value, 'profiles')
      const named = profiles?.kind === 'list' ? profiles.items.map(textOf).join(' or ') : ''
      context.report.add({
        code: 'reference.disabled-service',
        message: `${use.path}: the service "${name}" is left out, because its profile ${named} is not active`,
        fix: `activate the profile ${named}, or write "required: false"`,
        path: use.path,
        place: entry.key,
      })
    }
  }
}

const checkConditions = (context: ConsistencyContext, service: MapNode, path: string) => {
  const dependencies = get(service, 'depends_on')
  if (dependencies?.kind !== 'map') return
  for (const [name, entry] of dependencies.entries)
    if (!textOf(get(entry.value, 'condition')))
      context.report.add({
        code: 'schema.missing-key',
        message: `${path}.depends_on.${name} needs "condition"`,
        fix: 'add "condition: service_started"',
        path: `${path}.depends_on.${name}`,
        place: entry.key,
      })
}

export const checkReferences = (context: ConsistencyContext): void => {
  const defined = Object.fromEntries(
    ['networks', 'volumes', 'secrets', 'configs', 'models'].map((section) => [
      section,
      names(get(context.root, section)),
    ]),
  )
  for (const [name, { value: service }] of context.enabled.entries) {
    if (service.kind !== 'map') continue
    const path = `services.${name}`
    const build = get(service, 'build')
    const uses = [
      ...referenced(service, 'networks', path, 'network'),
      ...referenced(service, 'secrets', path, 'secret'),
      ...referenced(service, 'configs', path, 'config'),
      ...referenced(service, 'models', path, 'model'),
      ...(build?.kind === 'map' ? referenced(build, 'secrets', `${path}.build`, 'secret') : []),
      // In v1 a volume needs no definition.
      ...(context.format === 'v1' ? [] : volumes(service, path)),
    ]
    for (const use of uses) {
      const known = defined[`${use.kind}s`] ?? []
      if (!known.includes(use.name)) complain(context, use, known)
    }
    checkDependencies(context, service, path)
    checkConditions(context, service, path)
  }
}

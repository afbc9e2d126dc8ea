// Networks, volumes, secrets and configs: where their content comes from, and what `external` leaves no room for.
import { isIpAddress, isSubnet } from '../canonical/addresses'
import { get, type MapNode, textOf } from '../node'
import type { ConsistencyContext } from './context'

const isExternal = (node: MapNode): boolean => {
  const external = get(node, 'external')
  return external?.kind === 'scalar' && external.value === true
}

const each = (root: MapNode, section: string, visit: (node: MapNode, path: string) => void) => {
  const resources = get(root, section)
  if (resources?.kind === 'map')
    for (const [name, { value }] of resources.entries) if (value.kind === 'map') visit(value, `${section}.${name}`)
}

/** What a resource made elsewhere cannot say about itself. */
const settings = ['driver', 'driver_opts', 'ipam', 'internal', 'attachable', 'enable_ipv4', 'enable_ipv6', 'labels']

const checkExternal = (context: ConsistencyContext, node: MapNode, path: string) => {
  if (!isExternal(node)) return
  for (const key of settings) {
    const entry = node.entries.get(key)
    if (!entry || (key === 'ipam' && entry.value.kind === 'map' && entry.value.entries.size === 0)) continue
    context.report.add({
      code: 'resource.external',
      message: `${path}: is external, so it cannot set "${key}"`,
      fix: `remove "${key}" or "external"`,
      path: `${path}.${key}`,
      place: entry.key,
    })
  }
}

const checkContent = (context: ConsistencyContext, node: MapNode, path: string, sources: readonly string[]) => {
  if (isExternal(node)) return
  const given = sources.filter((key) => node.entries.has(key))
  if (given.length === 0)
    context.report.add({
      code: 'resource.no-content',
      message: `${path}: needs one of ${sources.join(', ')}, or "external: true"`,
      fix: `add "${sources[0]}:"`,
      path,
      place: node.place,
    })
}

const checkIpam = (context: ConsistencyContext, node: MapNode, path: string) => {
  const configs = get(get(node, 'ipam'), 'config')
  if (configs?.kind !== 'list') return
  for (const [index, config] of configs.items.entries()) {
    const check = (key: string, valid: (text: string) => boolean, what: string, fix: string) => {
      const value = get(config, key)
      const text = textOf(value)
      if (value && text && !valid(text))
        context.report.add({
          code: 'value.subnet',
          message: `${path}.ipam.config.${index}.${key}: "${text}" is not ${what}`,
          fix,
          path: `${path}.ipam.config.${index}.${key}`,
          place: value.place,
        })
    }
    check('subnet', isSubnet, 'a subnet', 'write an address and a length, such as 10.5.0.0/24')
    check('ip_range', isSubnet, 'a subnet', 'write an address and a length, such as 10.5.0.128/25')
    check('gateway', isIpAddress, 'an IP address', 'write an address inside the subnet')
  }
}

export const checkResources = (context: ConsistencyContext): void => {
  for (const section of ['networks', 'volumes'])
    each(context.root, section, (node, path) => checkExternal(context, node, path))
  for (const section of ['networks', 'volumes', 'secrets', 'configs'])
    each(context.root, section, (node, path) => {
      const name = get(node, 'name')
      if (name && textOf(name) === '')
        context.report.add({
          code: 'resource.no-name',
          message: `${path}.name is empty`,
          fix: 'give it a name',
          path: `${path}.name`,
          place: name.place,
        })
    })
  each(context.root, 'networks', (node, path) => checkIpam(context, node, path))
  each(context.root, 'secrets', (node, path) => checkContent(context, node, path, ['file', 'environment']))
  each(context.root, 'configs', (node, path) => checkContent(context, node, path, ['file', 'environment', 'content']))
}

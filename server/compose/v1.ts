// A v1 service in today's keys, so that nothing after this step knows v1: net, log_driver, log_opt, dockerfile.
import { get, type MapNode, mapOf, mapValues, type Node, scalar, textOf, withEntry, withoutKeys } from './node'
import type { Report } from './report'

const networkMode = (net: Node, isService: (name: string) => boolean): Node => {
  const text = textOf(net)
  const target = text?.startsWith('container:') ? text.slice('container:'.length) : undefined
  return target !== undefined && isService(target) ? scalar(`service:${target}`, net.place) : net
}

/** docker-compose was written in Python and labelled containers `True` and `False`. */
const booleanAsWord = (label: Node): Node =>
  label.kind === 'scalar' && typeof label.value === 'boolean'
    ? { ...label, value: label.value ? 'True' : 'False' }
    : label

/** `isService` tells `net: container:NAME` of a service from that of any container. */
export const fromV1 = (service: MapNode, isService: (name: string) => boolean): MapNode => {
  let result = withoutKeys(service, 'net', 'log_driver', 'log_opt', 'dockerfile')
  const net = get(service, 'net')
  if (net) result = withEntry(result, 'network_mode', networkMode(net, isService), service.entries.get('net')?.key)
  const driver = get(service, 'log_driver')
  const options = get(service, 'log_opt')
  const first = driver ?? options
  if (first) result = withEntry(result, 'logging', mapOf({ driver, options }, first.place))
  const labels = get(service, 'labels')
  if (labels?.kind === 'map') result = withEntry(result, 'labels', mapValues(labels, booleanAsWord))
  const build = get(service, 'build')
  const dockerfile = get(service, 'dockerfile')
  if (build && dockerfile) result = withEntry(result, 'build', mapOf({ context: build, dockerfile }, build.place))
  return result
}

/** What v1 forbids between keys. */
export const checkV1 = (service: MapNode, path: string, report: Report): void => {
  const complain = (key: string, message: string, fix: string) => {
    const place = service.entries.get(key)?.key
    report.add({ code: 'v1.conflict', message: `${path}: ${message}`, fix, path: `${path}.${key}`, place })
  }
  if (service.entries.has('image') && service.entries.has('build'))
    complain(
      'build',
      'format v1 allows "image" or "build", not both',
      'remove one of them, or add "services:" and "version: \'2\'"',
    )
  if (service.entries.has('image') && service.entries.has('dockerfile'))
    complain('dockerfile', 'format v1 allows "dockerfile" with "build" only', 'remove it')
  if (service.entries.has('memswap_limit') && !service.entries.has('mem_limit'))
    complain('memswap_limit', '"memswap_limit" needs "mem_limit"', 'add "mem_limit"')
}

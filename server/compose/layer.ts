// One compose file as a tree in long form: variables replaced, schema checked, short forms written out, `extends` and
// `include` followed. What it needs from outside comes in the session.
import type { Budget } from './budget'
import type { CanonicalContext } from './canonical/context'
import { toFileObjectMap, toModelMap, toNetworkMap, toVolumeMap } from './canonical/resources'
import { toService } from './canonical/service'
import { checkExtended, type ExtendsStep, extendsTarget, mostSteps, reportCycle, reportDepth } from './extends'
import { detectFormat } from './format'
import { type InterpolationContext, interpolateTree } from './interpolate-tree'
import { merge, mergesEntries } from './merge'
import type { ComposeFormat } from './model'
import {
  get,
  kindName,
  type MapEntry,
  type MapNode,
  map,
  type Node,
  type Place,
  textOf,
  withEntry,
  withoutKeys,
} from './node'
import { directoryOf, normalizePath, type PathResolver } from './paths'
import type { Report } from './report'
import { resolveContents, resolveServiceNames } from './resolve-names'
import { composeSchema } from './schema/compose-schema'
import { checkSchema } from './schema/json-schema'
import { v1Schema } from './schema/v1-schema'
import type { StackFiles } from './stack-files'
import { checkV1, fromV1 } from './v1'
import type { VariableScope, VariableUses } from './variables'

export interface Session {
  files: StackFiles
  paths: PathResolver
  report: Report
  uses: VariableUses
  budget: Budget
}

/** A document of a file with what its relative paths and variables mean. */
export interface FileLayer {
  session: Session
  path: string
  /** Where relative paths start. */
  directory: string
  scope: VariableScope
  root: MapNode
  format: ComposeFormat
  /** Services in long form with `extends` followed, filled as they are asked for. Null while that is under way. */
  services: Map<string, MapNode | undefined>
}

const canonicalContext = (layer: FileLayer, path: string): CanonicalContext => ({
  report: layer.session.report,
  paths: layer.session.paths,
  directory: layer.directory,
  path,
  format: layer.format,
  budget: layer.session.budget,
})

const interpolation = (layer: FileLayer): InterpolationContext => ({
  scope: layer.scope,
  uses: layer.session.uses,
  report: layer.session.report,
  budget: layer.session.budget,
  defaults: layer.format !== 'v1',
})

export const openLayers = (
  session: Session,
  path: string,
  directory: string,
  scope: VariableScope,
  parent?: ComposeFormat,
): FileLayer[] =>
  session.files.documents(path).flatMap((document) => {
    if (document.kind !== 'map') {
      session.report.add({
        code: 'format.top-level',
        message: `the file must be a mapping, but is ${kindName(document)}`,
        fix: 'begin with "services:"',
        place: document.place,
      })
      return []
    }
    const { format: detected, findings } = detectFormat(document)
    // A file that a v1 file extends has its services at the top, too, however little they say.
    const format = parent === 'v1' && !document.entries.has('services') ? 'v1' : detected
    for (const finding of findings) session.report.add(finding)
    return [{ session, path: normalizePath(path), directory, scope, root: document, format, services: new Map() }]
  })

const rawServices = (layer: FileLayer): Node | undefined =>
  layer.format === 'v1' ? withoutKeys(layer.root, 'version') : get(layer.root, 'services')

const servicePath = (name: string): string => `services.${name}`

/** v1's top level is what others have under `services`. */
const rootPath = (layer: FileLayer): string => (layer.format === 'v1' ? 'services' : '')

/** Checks one service of a file of which nothing else matters (an extended one). */
const checkService = (layer: FileLayer, name: string, entry: MapEntry) => {
  const only = map(new Map([[name, entry]]), entry.key)
  const wrapped =
    layer.format === 'v1' ? only : map(new Map([['services', { key: entry.key, value: only }]]), entry.key)
  checkSchema(layer.format === 'v1' ? v1Schema : composeSchema, wrapped, layer.session.report, {
    mergesEntries,
    path: rootPath(layer),
  })
}

const longForm = (layer: FileLayer, name: string, entry: MapEntry, checked: boolean): MapNode | undefined => {
  const path = servicePath(name)
  const value = checked ? entry.value : interpolateTree(entry.value, interpolation(layer), path)
  if (!checked) checkService(layer, name, { key: entry.key, value })
  if (value.kind !== 'map')
    return value.kind === 'scalar' && value.value === null ? map(new Map(), entry.key) : undefined
  const services = rawServices(layer)
  if (layer.format === 'v1') checkV1(value, path, layer.session.report)
  const isService = (other: string) => services?.kind === 'map' && services.entries.has(other)
  const modern = layer.format === 'v1' ? fromV1(value, isService) : value
  const long = toService(modern, canonicalContext(layer, path))
  return long?.kind === 'map' ? resolveServiceNames(layer, long, path) : undefined
}

const mergeOver = (base: MapNode, over: MapNode, v1: boolean): MapNode => {
  // In v1 an image replaces a build, and the other way round.
  const replaced =
    v1 && (over.entries.has('image') || over.entries.has('build')) ? withoutKeys(base, 'image', 'build') : base
  const merged = merge(withoutKeys(replaced, 'extends'), over, ['services', ''])
  return merged.kind === 'map' ? withoutKeys(merged, 'extends') : over
}

const openExtended = (layer: FileLayer, file: string, place: Place, path: string): FileLayer | undefined => {
  const resolved = layer.session.paths.resolve(layer.directory, file)
  const inside = layer.session.paths.fileOf(resolved)
  if (inside === undefined || !layer.session.files.has(inside)) {
    layer.session.report.add({
      code: 'file.missing',
      message: `${path}: the file ${file} is not among the given files`,
      fix: `add ${inside ?? file} to the stack`,
      path,
      place,
    })
    return undefined
  }
  if (normalizePath(inside) === layer.path) return layer
  return openLayers(layer.session, inside, directoryOf(inside), layer.scope, layer.format)[0]
}

/** The service in long form, laid over what it extends. Undefined: it is missing or unusable, and that has been reported. */
export const readService = (
  layer: FileLayer,
  name: string,
  trail: readonly ExtendsStep[] = [],
  checked = false,
): MapNode | undefined => {
  if (layer.services.has(name)) return layer.services.get(name)
  const services = rawServices(layer)
  const entry = services?.kind === 'map' ? services.entries.get(name) : undefined
  if (!entry) return undefined
  const service = longForm(layer, name, entry, checked)
  const target = service && extendsTarget(service)
  const result = service && target ? extend(layer, name, service, target, trail, checked) : service
  layer.services.set(name, result)
  return result
}

const extend = (
  layer: FileLayer,
  name: string,
  service: MapNode,
  target: NonNullable<ReturnType<typeof extendsTarget>>,
  trail: readonly ExtendsStep[],
  checked: boolean,
): MapNode | undefined => {
  const { report } = layer.session
  const path = servicePath(name)
  const own = withoutKeys(service, 'extends')
  const step: ExtendsStep = {
    file: layer.path,
    service: name,
    place: service.entries.get('extends')?.key ?? service.place,
    path,
  }
  if (trail.some(({ file, service: other }) => file === step.file && other === step.service)) {
    reportCycle([...trail, step], report)
    return own
  }
  if (trail.length >= mostSteps) {
    reportDepth(step, report)
    return own
  }
  const file = textOf(target.file)
  const from =
    file === undefined ? layer : openExtended(layer, file, target.file?.place ?? step.place, `${path}.extends.file`)
  if (!from) return own
  const base = readService(from, target.service, [...trail, step], from === layer && checked)
  if (!base) {
    const names = rawServices(from)
    if (names?.kind !== 'map' || !names.entries.has(target.service))
      report.add({
        code: 'extends.unknown-service',
        message: `${path}: the service "${target.service}" it extends is not in ${from.path}`,
        fix:
          names?.kind === 'map' ? `its services are ${[...names.entries.keys()].slice(0, 20).join(', ')}` : undefined,
        path: `${path}.extends`,
        place: target.place,
      })
    return own
  }
  checkExtended(layer.format, base, { path, place: target.place, report, service: target.service })
  return mergeOver(base, own, layer.format === 'v1')
}

const maximumServices = 2_000

const sections = {
  networks: toNetworkMap,
  volumes: toVolumeMap,
  secrets: toFileObjectMap,
  configs: toFileObjectMap,
  models: toModelMap,
}

const readServices = (layer: FileLayer): MapNode => {
  const services = rawServices(layer)
  const entries = new Map<string, MapEntry>()
  if (services?.kind !== 'map') return map(entries, layer.root.place)
  if (services.entries.size > maximumServices) {
    layer.session.report.add({
      code: 'limits.services',
      message: `the file has ${services.entries.size} services; at most ${maximumServices} are read`,
      fix: 'split it into several stacks',
      path: 'services',
      place: { ...services.place, end: services.place.start },
    })
    return map(entries, services.place)
  }
  for (const [name, { key, value }] of services.entries) {
    if (value.tag === 'reset') {
      entries.set(name, { key, value })
      continue
    }
    const service = readService(layer, name, [], true)
    if (service) entries.set(name, { key, value: value.tag ? { ...service, tag: value.tag } : service })
  }
  return map(entries, services.place)
}

/** The whole file in long form. */
export const readLayer = (given: FileLayer): MapNode => {
  const { report } = given.session
  const layer = { ...given, root: interpolateTree(given.root, interpolation(given), rootPath(given)) }
  const v1 = layer.format === 'v1'
  checkSchema(v1 ? v1Schema : composeSchema, v1 ? withoutKeys(layer.root, 'version') : layer.root, report, {
    mergesEntries,
  })
  const services = readServices(layer)
  if (v1) return map(new Map([['services', { key: layer.root.place, value: services }]]), layer.root.place)
  let result = withoutKeys(layer.root, 'version')
  const declared = layer.root.entries.get('services')
  if (declared)
    result = withEntry(result, 'services', declared.value.tag ? { ...services, tag: declared.value.tag } : services)
  for (const [key, rule] of Object.entries(sections)) {
    const value = get(result, key)
    if (!value || value.tag === 'reset') continue
    const long = rule(value, canonicalContext(layer, key))
    if (long)
      result = withEntry(result, key, key === 'secrets' || key === 'configs' ? resolveContents(layer, long, key) : long)
  }
  return result
}

// `include`: other stacks' files, each with its own directory and variables, whose services and resources join this file's.
import { mostIncludes } from './budget'
import { parseEnvFile } from './env-file'
import { type FileLayer, openLayers, readLayer, type Session } from './layer'
import { merge, mergeTrees, withoutTags } from './merge'
import { get, type MapEntry, type MapNode, map, type Node, type Place, textOf, withEntry, withoutKeys } from './node'
import { directoryOf } from './paths'
import { chainScopes, type Resolved, scopeOfResolved, type VariableScope } from './variables'

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models']
const maximumDepth = 20

interface Trail {
  paths: readonly string[]
}

const texts = (node: Node | undefined): { text: string; place: Place }[] => {
  const items = node?.kind === 'list' ? node.items : node ? [node] : []
  return items.flatMap((item) => {
    const text = textOf(item)
    return text === undefined ? [] : [{ text, place: item.place }]
  })
}

/** Variables of env files as a scope; values from outside stand above them. */
export const readScope = (session: Session, paths: readonly string[], outer: VariableScope): VariableScope => {
  const known = new Map<string, Resolved>()
  for (const path of paths) {
    const source = session.files.source(path)
    if (!source) continue
    const lookup = (name: string) => outer.resolve(name)?.value ?? known.get(name)?.value
    for (const [name, { value, line }] of parseEnvFile(source, {
      report: session.report,
      budget: session.budget,
      lookup,
    }))
      known.set(name, { value, origin: `${source.path} line ${line}` })
  }
  return scopeOfResolved(known)
}

/** The path among the given files, or undefined with a complaint. */
const given = (layer: FileLayer, text: string, place: Place, path: string): string | undefined => {
  const { files, paths, report } = layer.session
  const inside = paths.fileOf(paths.resolve(layer.directory, text))
  if (inside !== undefined && files.has(inside)) return inside
  report.add({
    code: 'file.missing',
    message: `${path}: the file ${text} is not among the given files`,
    fix: `add ${inside ?? text} to the stack`,
    path,
    place,
  })
  return undefined
}

const includeScope = (layer: FileLayer, entry: Node, directory: string, path: string): VariableScope => {
  const { session } = layer
  const named = texts(get(entry, 'env_file'))
  const implicit = directory === '.' ? '.env' : `${directory}/.env`
  const envFiles =
    named.length > 0
      ? named
          .filter(({ text }) => text !== '/dev/null')
          .flatMap(({ text, place }) => given(layer, text, place, `${path}.env_file`) ?? [])
      : session.files.has(implicit)
        ? [implicit]
        : []
  return chainScopes(layer.scope, readScope(session, envFiles, layer.scope))
}

const readInclude = (layer: FileLayer, entry: Node, path: string, trail: Trail): MapNode | undefined => {
  const { session } = layer
  const named = texts(entry.kind === 'map' ? get(entry, 'path') : entry)
  const files = named.flatMap(({ text, place }) => given(layer, text, place, path) ?? [])
  const [first] = files
  if (first === undefined || files.length < named.length) return undefined
  if (trail.paths.includes(first) || trail.paths.length > maximumDepth) {
    session.report.add({
      code: 'include.cycle',
      message: `${path} includes itself: ${[...trail.paths, first].join(' → ')}`,
      fix: 'remove one of these includes',
      path,
      place: entry.place,
    })
    return undefined
  }
  session.budget.includes -= 1
  if (session.budget.includes < 0) {
    session.report.add({
      code: 'limits.includes',
      message: `${path}: the files of this stack include others more than ${mostIncludes} times`,
      fix: 'include each file once',
      path,
      place: entry.place,
    })
    return undefined
  }
  const project = textOf(get(entry, 'project_directory'))
  const resolved = project === undefined ? undefined : session.paths.resolve(layer.directory, project)
  const directory = resolved === undefined ? directoryOf(first) : (session.paths.fileOf(resolved) ?? resolved)
  const scope = includeScope(layer, entry, directory, path)
  return readFiles(session, files, directory, scope, { paths: [...trail.paths, first] })
}

/** What the including file says itself lies over what it includes. */
const join = (into: MapNode, from: MapNode, place: Place): MapNode => {
  let result = into
  for (const section of sections) {
    const added = get(from, section)
    if (added?.kind !== 'map') continue
    const existing = get(result, section)
    const entries = new Map<string, MapEntry>(existing?.kind === 'map' ? existing.entries : [])
    for (const [name, entry] of added.entries) {
      const over = entries.get(name)
      entries.set(name, over ? { key: over.key, value: merge(entry.value, over.value, [section, name]) } : entry)
    }
    result = withEntry(result, section, map(entries, existing?.place ?? place), existing ? undefined : place)
  }
  return result
}

const withIncludes = (layer: FileLayer, tree: MapNode, trail: Trail): MapNode => {
  const include = get(tree, 'include')
  let result = withoutKeys(tree, 'include')
  if (include?.kind !== 'list') return result
  for (const [index, entry] of include.items.entries()) {
    const included = readInclude(layer, entry, `include.${index}`, trail)
    if (included) result = join(result, withoutTags(included), entry.place)
  }
  return result
}

/** Files laid over each other, each with what it includes. */
export const readFiles = (
  session: Session,
  paths: readonly string[],
  directory: string,
  scope: VariableScope,
  trail: Trail = { paths: [] },
): MapNode | undefined => {
  let result: MapNode | undefined
  for (const path of paths) {
    const known = trail.paths.length > 0 ? trail : { paths: [path] }
    for (const layer of openLayers(session, path, directory, scope)) {
      const tree = withIncludes(layer, readLayer(layer), known)
      result = result ? mergeTrees(result, tree) : tree
    }
  }
  return result
}

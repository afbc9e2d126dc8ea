// What `env_file` and `label_file` add to a service, read from the given files. The service's own keys win.
import { mostFileLines } from './budget'
import { type EnvEntry, parseEnvFile, parseRawEnvFile } from './env-file'
import type { Session } from './layer'
import {
  get,
  type MapEntry,
  type MapNode,
  map,
  mapValues,
  type Node,
  type Place,
  type SourceText,
  scalar,
  textOf,
  withEntry,
} from './node'
import type { VariableScope } from './variables'

const missing = (session: Session, path: string, resolved: string, place: Place) => {
  const inside = session.paths.fileOf(resolved)
  session.report.add({
    code: inside === undefined ? 'file.outside' : 'file.missing',
    message:
      inside === undefined
        ? `${path}: ${resolved} lies outside the stack; only files that are handed in with it are read`
        : `${path}: the file ${inside} is not among the given files`,
    fix:
      inside === undefined ? 'copy the file into the stack' : `add ${inside} to the stack, or write "required: false"`,
    path,
    place,
  })
}

/** Pays for reading a file; a service more that names a long file costs as much as the first. */
const mayRead = (session: Session, source: SourceText, place: Place, path: string): boolean => {
  session.budget.fileLines -= source.lineStarts.length
  if (session.budget.fileLines >= 0) return true
  session.report.add({
    code: 'limits.file-lines',
    message: `${path}: the services of this stack read more than ${mostFileLines} lines of such files in all`,
    fix: 'give each service a shorter file',
    path,
    place,
  })
  return false
}

const addEntries = (into: Map<string, MapEntry>, from: ReadonlyMap<string, EnvEntry>, place: Place) => {
  for (const [name, { value }] of from) into.set(name, { key: place, value: scalar(value, place) })
}

const withEnvFiles = (session: Session, service: MapNode, scope: VariableScope, path: string): MapNode => {
  const files = get(service, 'env_file')
  if (files?.kind !== 'list') return service
  const own = get(service, 'environment')
  const entries = new Map<string, MapEntry>()
  const lookup = (name: string) => scope.resolve(name)?.value ?? textOf(get(own, name))
  for (const [index, file] of files.items.entries()) {
    const at = get(file, 'path')
    const resolved = textOf(at)
    if (!at || resolved === undefined) continue
    const inside = session.paths.fileOf(resolved)
    const source = inside === undefined ? undefined : session.files.source(inside)
    const required = get(file, 'required')
    if (!source) {
      if (required?.kind !== 'scalar' || required.value !== false)
        missing(session, `${path}.env_file.${index}`, resolved, at.place)
      continue
    }
    if (!mayRead(session, source, at.place, `${path}.env_file.${index}`)) continue
    const { report, budget } = session
    const parse = textOf(get(file, 'format')) === 'raw' ? parseRawEnvFile : parseEnvFile
    addEntries(entries, parse(source, { report, budget, lookup }), at.place)
  }
  if (own?.kind === 'map') for (const [name, entry] of own.entries) entries.set(name, entry)
  return entries.size === 0
    ? service
    : withEntry(service, 'environment', map(entries, own?.place ?? files.place), service.entries.get('env_file')?.key)
}

const withLabelFiles = (session: Session, service: MapNode, path: string): MapNode => {
  const files = get(service, 'label_file')
  if (files?.kind !== 'list') return service
  const own = get(service, 'labels')
  const entries = new Map<string, MapEntry>()
  for (const [index, file] of files.items.entries()) {
    const resolved = textOf(file)
    if (resolved === undefined) continue
    const inside = session.paths.fileOf(resolved)
    const source = inside === undefined ? undefined : session.files.source(inside)
    if (!source) missing(session, `${path}.label_file.${index}`, resolved, file.place)
    else if (mayRead(session, source, file.place, `${path}.label_file.${index}`)) {
      const { report, budget } = session
      addEntries(entries, parseEnvFile(source, { report, budget, lookup: () => undefined }), file.place)
    }
  }
  if (own?.kind === 'map') for (const [name, entry] of own.entries) entries.set(name, entry)
  return withEntry(service, 'labels', map(entries, own?.place ?? files.place))
}

export const withServiceFiles = (session: Session, service: MapNode, scope: VariableScope, path: string): MapNode =>
  withLabelFiles(session, withEnvFiles(session, service, scope, path), path)

/** The text of a secret or config, where its file is among the given ones. `section`: where these objects stand. */
export const withFileContents = (session: Session, objects: Node, section: string): Node =>
  objects.kind !== 'map'
    ? objects
    : mapValues(objects, (object, name) => {
        const file = get(object, 'file')
        const resolved = textOf(file)
        if (object.kind !== 'map' || !file || resolved === undefined) return object
        const inside = session.paths.fileOf(resolved)
        const source = inside === undefined ? undefined : session.files.source(inside)
        if (source) return withEntry(object, 'content', scalar(source.text, file.place))
        const path = `${section}.${name}.file`
        session.report.add({
          severity: 'warning',
          code: 'file.missing',
          message: `${path}: the file ${inside ?? resolved} is not among the given files, so its content is not known`,
          fix: `add ${inside ?? resolved} to the stack`,
          path,
          place: file.place,
        })
        return object
      })

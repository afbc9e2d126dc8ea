// Brings our model and a reference tool's output to one form: what a tool leaves out because it is empty, how it writes numbers
// and in which order it lists things is not a difference.
import { toService } from '@/server/compose/canonical/service'
import type { ComposeModel } from '@/server/compose/model'
import { list, map, type Node, scalar, sourceText } from '@/server/compose/node'
import { createPathResolver } from '@/server/compose/paths'
import { toPlain } from '@/server/compose/plain'
import type { PlainValue } from '@/server/compose/plain-value'
import { createReport } from '@/server/compose/report'

type Json = PlainValue
type JsonObject = { [key: string]: Json }

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Below these keys an empty value means something. */
const keepsEmpty = new Set([
  'environment',
  'labels',
  'args',
  'annotations',
  'options',
  'driver_opts',
  'networks',
  'models',
  'sysctls',
])
/** Lists whose order means something. */
const ordered = new Set(['command', 'entrypoint', 'test', 'dns', 'dns_search'])

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  value === 0 ||
  (typeof value === 'object' && Object.keys(value).length === 0)

const text = (value: Json): Json => (value === null || typeof value === 'object' ? value : String(value))

const tidy = (value: Json, key: string): Json => {
  if (Array.isArray(value)) {
    const items = value.map((item) => tidy(item, key))
    return ordered.has(key) ? items : items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (!isObject(value)) return text(value)
  const result: JsonObject = {}
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('x-') && !keepsEmpty.has(key) && !key.startsWith('extensions')) continue
    // "required" is the default that some tools print; "extends" has been followed.
    if ((name === 'required' && inner === true) || (name === 'extends' && key === 'services.*')) continue
    const next = tidy(inner, key.startsWith('extensions') ? `extensions.${name}` : name)
    const always = name === 'replicas' || name === 'scale' || keepsEmpty.has(key)
    if (always || !(isEmpty(inner) || isEmpty(next))) result[name] = next
  }
  return result
}

const lowerKeys = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(lowerKeys)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]))
}

/** References leave this flag of bind mounts out. */
const withoutHostPath = (volumes: Json): Json =>
  Array.isArray(volumes)
    ? volumes.map((volume) => {
        if (!isObject(volume) || !isObject(volume.bind)) return volume
        const { create_host_path: _, ...bind } = volume.bind
        return { ...volume, bind }
      })
    : volumes

const tidyService = (service: JsonObject, keys: ReadonlySet<string>): Json => {
  const { name: _, env_file, label_file, ...rest } = service
  const result: JsonObject = { ...rest }
  if (env_file !== undefined && keys.has('env_file')) result.env_file = env_file
  if (label_file !== undefined && keys.has('label_file')) result.label_file = label_file
  if (result.volumes !== undefined) result.volumes = withoutHostPath(result.volumes)
  if (result.blkio_config !== undefined) result.blkio_config = lowerKeys(result.blkio_config)
  return tidy(result, 'services.*')
}

const withoutContent = (objects: Json | undefined): Json => {
  if (!isObject(objects)) return {}
  return Object.fromEntries(
    Object.entries(objects).map(([name, object]) => {
      if (!isObject(object) || (object.file === undefined && object.environment === undefined)) return [name, object]
      const { content: _, ...rest } = object
      return [name, rest]
    }),
  )
}

const section = (value: Json | undefined, key: string): Json => (isObject(value) ? tidyEach(value, key) : {})
const tidyEach = (value: JsonObject, key: string): Json =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidy(inner ?? {}, `${key}.*`)]))

export interface Comparable {
  [key: string]: Json
}

const serviceKeys = (services: Json | undefined, name: string): Set<string> => {
  const service = isObject(services) ? services[name] : undefined
  return new Set(isObject(service) ? Object.keys(service) : [])
}

const extensionsOf = (values: JsonObject): Json =>
  tidy(Object.fromEntries(Object.entries(values).filter(([key]) => key.startsWith('x-'))), 'extensions')

/** `reference`: the other side, for keys that only some tools print. */
export const comparableModel = (model: ComposeModel, reference: JsonObject): Comparable => {
  const services = model.services as unknown as { [name: string]: JsonObject }
  return {
    name: model.name,
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [
        name,
        tidyService(service, serviceKeys(reference.services, name)),
      ]),
    ),
    networks: section(model.networks as unknown as Json, 'networks'),
    volumes: section(model.volumes as unknown as Json, 'volumes'),
    secrets: section(withoutContent(model.secrets as unknown as Json), 'secrets'),
    configs: section(withoutContent(model.configs as unknown as Json), 'configs'),
    extensions: tidy(model.extensions, 'extensions'),
  }
}

const every = new Set(['env_file', 'label_file'])

export const comparableComposeGo = (reference: JsonObject): Comparable => {
  const services = isObject(reference.services) ? reference.services : {}
  return {
    name: reference.name ?? '',
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [
        name,
        isObject(service) ? tidyService(service, every) : service,
      ]),
    ),
    networks: section(reference.networks, 'networks'),
    volumes: section(reference.volumes, 'volumes'),
    secrets: section(withoutContent(reference.secrets), 'secrets'),
    configs: section(withoutContent(reference.configs), 'configs'),
    extensions: extensionsOf(reference),
  }
}

const source = sourceText('reference.json', '')
const place = { source, start: 0, end: 0 }

const toNode = (value: Json): Node => {
  if (Array.isArray(value)) return list(value.map(toNode), place)
  if (!isObject(value)) return scalar(value, place)
  return map(new Map(Object.entries(value).map(([key, inner]) => [key, { key: place, value: toNode(inner) }])), place)
}

/** docker-compose 1.29 prints v1 services half in short form; ours write all of it out. */
const legacyService = (service: Json): JsonObject => {
  const context = {
    report: createReport(),
    paths: createPathResolver('/srv/case', '/home/user'),
    directory: '.',
    path: '',
    format: 'v1' as const,
    budget: { ports: 100_000 },
  }
  const long = toService(toNode(service), context)
  const plain = long ? toPlain(long) : {}
  return isObject(plain) ? plain : {}
}

const legacyVolumesFrom = (value: Json | undefined): Json =>
  Array.isArray(value)
    ? value.map((item) =>
        String(item)
          .replace(/^service:/, '')
          .replace(/:rw$/, ''),
      )
    : []

const legacyKeys = (service: JsonObject): Json => {
  const { depends_on: _, build, ...rest } = service
  if (isObject(build)) rest.build = { ...build, dockerfile: build.dockerfile ?? 'Dockerfile' }
  return tidyService(
    { ...rest, volumes_from: legacyVolumesFrom(service.volumes_from), command: service.command ?? null },
    new Set(),
  )
}

export const comparableLegacy = (reference: JsonObject): Comparable => {
  const services = isObject(reference.services) ? reference.services : {}
  return {
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [name, legacyKeys(legacyService(service))]),
    ),
  }
}

export const comparableLegacyModel = (model: ComposeModel): Comparable => ({
  services: Object.fromEntries(
    Object.entries(model.services as unknown as { [name: string]: JsonObject }).map(([name, service]) => [
      name,
      legacyKeys(service),
    ]),
  ),
})

/** Paths at which the two differ, with both values. */
export const differences = (ours: Json | undefined, theirs: Json | undefined, path = ''): string[] => {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return []
  if (isObject(ours) && isObject(theirs))
    return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
      .sort()
      .flatMap((key) => differences(ours[key], theirs[key], path === '' ? key : `${path}.${key}`))
  if (isEmpty(ours) && isEmpty(theirs) && typeof ours === 'object' && typeof theirs === 'object') return []
  return [`${path}: ${JSON.stringify(ours) ?? 'nothing'}, reference ${JSON.stringify(theirs) ?? 'nothing'}`]
}

// The names in a create's body as the API spells them. Engines take them in small and capital letters alike, so a port or a limit
// that was only looked for in one spelling would be given without anybody having counted it. Pure.
import { isObject, type JsonObject } from '../http/read-body'
import { folded } from '../policy/fields'

const ofContainer = ['Image', 'Env', 'Labels', 'ExposedPorts', 'HostConfig', 'NetworkingConfig']
const ofHost = [
  'Binds',
  'CpuPeriod',
  'CpuQuota',
  'CpuShares',
  'IpcMode',
  'Links',
  'Memory',
  'MemoryReservation',
  'Mounts',
  'NanoCpus',
  'NetworkMode',
  'PidMode',
  'PortBindings',
  'VolumesFrom',
]
const ofNetworking = ['EndpointsConfig']
const ofBinding = ['HostIp', 'HostPort']
const ofMount = ['Type', 'Source']

/** The last of several spellings counts, as it does for an engine. */
const spell = (value: unknown, names: readonly string[]): unknown => {
  if (!isObject(value)) return value
  const known = new Map(names.map((name) => [folded(name), name]))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [known.get(folded(name)) ?? name, each]))
}

const spellEach = (value: unknown, names: readonly string[]): unknown =>
  Array.isArray(value) ? value.map((each) => spell(each, names)) : value

const inside = (object: JsonObject, name: string, change: (value: unknown) => unknown): JsonObject =>
  Object.hasOwn(object, name) ? { ...object, [name]: change(object[name]) } : object

const spellBindings = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([port, list]) => [port, spellEach(list, ofBinding)]))
    : value

const spellHost = (value: unknown): unknown => {
  const spelled = spell(value, ofHost)
  if (!isObject(spelled)) return spelled
  return inside(inside(spelled, 'PortBindings', spellBindings), 'Mounts', (list) => spellEach(list, ofMount))
}

/** Of a network, a volume, or who joins a network: what is looked at here is what the engine reads. */
export const spelledAs = (body: JsonObject, ...names: string[]): JsonObject => spell(body, names) as JsonObject

/** Of an update, whose limits stand in the body itself. */
export const spelledUpdate = (body: JsonObject): JsonObject => spell(body, ofHost) as JsonObject

/** What older engines still take beside HostConfig instead of in it is left out, as newer ones do. */
const besideHost = new Set(ofHost.map(folded))

export function spelledBody(body: JsonObject): JsonObject {
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !besideHost.has(folded(name))))
  const spelled = spell(kept, ofContainer) as JsonObject
  return inside(inside(spelled, 'HostConfig', spellHost), 'NetworkingConfig', (value) => spell(value, ofNetworking))
}

// One `docker run` command as a compose service, with what it needs besides: volumes and networks to declare, env files to
// bring, and notes on what has no place in a stack.
import type { PlainValue } from '../compose-text/document'
import { flags } from './flags'
import type { RunCommand } from './read-command'

export type Note = {
  /** dropped: only of meaning for a terminal · unsupported: compose has no word for it · unknown: docker run has no such
   * flag · unfinished: its value is missing · substitution: only a shell can run it · publish-all, env-file, name: as they say */
  kind: 'dropped' | 'unsupported' | 'unknown' | 'unfinished' | 'substitution' | 'publish-all' | 'env-file' | 'other'
  text: string
}

export type ServiceDraft = {
  name: string
  service: { [key: string]: PlainValue }
  volumes: Record<string, { driver?: string }>
  networks: string[]
  notes: Note[]
}

type Builder = ServiceDraft & {
  attachments: Map<string, { [key: string]: PlainValue }>
  driver: string | null
  peers: ReadonlySet<string>
}

/** `my_app.1` is a fine name of a service, `my app` is not. */
export const serviceName = (text: string): string =>
  text
    .replace(/[^a-zA-Z0-9._-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+/, '')
    .slice(0, 60) || 'app'

/** `registry:5000/team/app:1.2` → `app` */
export const nameOfImage = (image: string): string =>
  serviceName(
    (image.split('@')[0] ?? '')
      .replace(/:[^/:]*$/, '')
      .split('/')
      .at(-1)
      ?.toLowerCase() ?? '',
  )

function put(
  target: { [key: string]: PlainValue },
  path: readonly string[],
  change: (old: PlainValue | undefined) => PlainValue,
) {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    target[key] = change(target[key])
    return
  }
  const old = target[key]
  const inner = old !== null && typeof old === 'object' && !Array.isArray(old) ? old : {}
  target[key] = inner
  put(inner, rest, change)
}

const listed = (old: PlainValue | undefined, item: PlainValue): PlainValue[] => [
  ...(Array.isArray(old) ? old : []),
  item,
]
const asMap = (old: PlainValue | undefined): { [key: string]: PlainValue } =>
  old !== null && typeof old === 'object' && !Array.isArray(old) ? old : {}

/** `a=b=c` → `[a, b=c]` */
const pair = (text: string): [string, string] => {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const asNumber = (text: string): PlainValue => (/^-?\d+$/.test(text) ? Number(text) : text)

/** `peers`: names of the other commands that were pasted, which are services of the same stack. */
export function serviceFromRun(command: RunCommand, name: string, peers: ReadonlySet<string>): ServiceDraft {
  const draft: Builder = {
    name,
    service: { image: command.image ?? '' },
    volumes: {},
    networks: [],
    notes: [],
    attachments: new Map(),
    driver: null,
    peers,
  }
  for (const { flag, value } of command.options) applyOption(draft, flag, value)
  if (command.words.length > 0) draft.service.command = command.words
  finishNetworks(draft, command)
  if (draft.driver !== null) for (const volume of Object.values(draft.volumes)) volume.driver = draft.driver
  for (const text of command.unknown) draft.notes.push({ kind: 'unknown', text })
  for (const text of command.unfinished) draft.notes.push({ kind: 'unfinished', text })
  for (const text of command.substitutions) draft.notes.push({ kind: 'substitution', text })
  const { service, volumes, networks, notes } = draft
  return { name, service, volumes, networks, notes }
}

function applyOption(draft: Builder, name: string, value: string): void {
  const found = flags[name]
  if (!found) return
  const { service, notes } = draft
  if (found.kind === 'text') put(service, found.to, () => value)
  else if (found.kind === 'number') put(service, found.to, () => asNumber(value))
  else if (found.kind === 'list') put(service, found.to, (old) => listed(old, value))
  else if (found.kind === 'map') put(service, found.to, (old) => ({ ...asMap(old), [pair(value)[0]]: pair(value)[1] }))
  else if (found.kind === 'flag') {
    if (value !== 'false') put(service, found.to, () => true)
  } else if (found.kind === 'special') specials[found.name]?.(draft, value, name)
  else if (found.kind !== 'implied' && value !== 'false') notes.push({ kind: found.kind, text: `--${name}` })
}

const blkioKeys: Record<string, [string, string]> = {
  'blkio-weight-device': ['weight_device', 'weight'],
  'device-read-bps': ['device_read_bps', 'rate'],
  'device-read-iops': ['device_read_iops', 'rate'],
  'device-write-bps': ['device_write_bps', 'rate'],
  'device-write-iops': ['device_write_iops', 'rate'],
}

type Special = (draft: Builder, value: string, flag: string) => void

const specials: Record<string, Special> = {
  name: () => {},
  entrypoint: ({ service }, value) => {
    service.entrypoint = value === '' ? [] : [value]
  },
  env: ({ service }, value) => {
    const [key, text] = pair(value)
    service.environment = { ...asMap(service.environment), [key]: value.includes('=') ? text : null }
  },
  label: ({ service }, value) => {
    service.labels = { ...asMap(service.labels), [pair(value)[0]]: pair(value)[1] }
  },
  'env-file': ({ service, notes }, value) => {
    service.env_file = listed(service.env_file, value)
    notes.push({ kind: 'env-file', text: value })
  },
  restart: ({ service }, value) => {
    if (value !== 'no' && value !== '') service.restart = value
  },
  'stop-timeout': ({ service }, value) => {
    service.stop_grace_period = `${value}s`
  },
  ulimit: ({ service }, value) => {
    const [key, text] = pair(value)
    const [soft = '', hard] = text.split(':')
    const limit = hard === undefined ? asNumber(soft) : { soft: asNumber(soft), hard: asNumber(hard) }
    service.ulimits = { ...asMap(service.ulimits), [key]: limit }
  },
  blkio: ({ service }, value, flag) => {
    const [list = '', key = ''] = blkioKeys[flag] ?? []
    const at = value.lastIndexOf(':')
    const entry = { path: value.slice(0, at), [key]: asNumber(value.slice(at + 1)) }
    put(service, ['blkio_config', list], (old) => listed(old, entry))
  },
  gpus: ({ service }, value) => {
    const [, ids] = /^"?device=([^"]+)"?$/.exec(value) ?? []
    service.gpus = ids ? [{ device_ids: ids.split(',') }] : /^\d+$/.test(value) ? [{ count: Number(value) }] : 'all'
  },
  'publish-all': ({ notes }) => void notes.push({ kind: 'publish-all', text: '-P' }),
  namespace: ({ service, peers }, value, flag) => {
    service[flag] = inStack(value, peers)
  },
  link: ({ service, peers }, value) => {
    const [target = ''] = value.split(':')
    const key = peers.has(serviceName(target)) ? 'links' : 'external_links'
    service[key] = listed(service[key], value)
  },
  'volumes-from': ({ service, peers }, value) => {
    const [target = ''] = value.split(':')
    service.volumes_from = listed(service.volumes_from, peers.has(serviceName(target)) ? value : `container:${value}`)
  },
  volume: (draft, value) => {
    const source = /^(?:\.\/?)+(?=$|[:/])/.test(value) ? value.replace(/^\.\//, './').replace(/^\.(?=:)/, './') : value
    draft.service.volumes = listed(draft.service.volumes, source)
    const [first = '', target] = source.split(':')
    if (target !== undefined) declareVolume(draft, first)
  },
  'volume-driver': (draft, value) => {
    draft.driver = value
  },
  mount: (draft, value) => applyMount(draft, value),
  network: (draft, value) => applyNetwork(draft, value),
  'network-address': () => {},
}

/** `container:web` is `service:web` where web is pasted, too. */
const inStack = (value: string, peers: ReadonlySet<string>): string => {
  const [, target = ''] = /^container:(.+)$/.exec(value) ?? []
  return target !== '' && peers.has(serviceName(target)) ? `service:${serviceName(target)}` : value
}

function declareVolume(draft: Builder, name: string): void {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) draft.volumes[name] = {}
}

const mountKeys: Record<string, string> = {
  src: 'source',
  source: 'source',
  dst: 'target',
  target: 'target',
  destination: 'target',
  type: 'type',
}

function applyMount(draft: Builder, value: string): void {
  const mount: { [key: string]: PlainValue } = { type: 'volume' }
  for (const part of value.split(',')) {
    const [key, text] = pair(part)
    const known = mountKeys[key]
    if (known) mount[known] = text
    else if (key === 'readonly' || key === 'ro') mount.read_only = text !== 'false' && text !== '0'
    else if (key === 'bind-propagation') put(mount, ['bind', 'propagation'], () => text)
    else if (key === 'volume-nocopy') put(mount, ['volume', 'nocopy'], () => text !== 'false')
    else if (key === 'volume-subpath') put(mount, ['volume', 'subpath'], () => text)
    else if (key === 'tmpfs-size') put(mount, ['tmpfs', 'size'], () => asNumber(text))
    else if (key === 'tmpfs-mode') put(mount, ['tmpfs', 'mode'], () => Number.parseInt(text, 8))
    else if (key === 'consistency') mount.consistency = text
    else draft.notes.push({ kind: 'unsupported', text: `--mount ${key}` })
  }
  draft.service.volumes = listed(draft.service.volumes, mount)
  if (mount.type === 'volume' && typeof mount.source === 'string') declareVolume(draft, mount.source)
}

function applyNetwork(draft: Builder, value: string): void {
  if (/^(?:host|none|bridge|default)$/.test(value) || value.startsWith('container:')) {
    if (value !== 'default') draft.service.network_mode = inStack(value, draft.peers)
    return
  }
  const parts = value.includes('=') ? value.split(',').map(pair) : [['name', value] as [string, string]]
  const name = parts.find(([key]) => key === 'name')?.[1] ?? value
  const attachment: { [key: string]: PlainValue } = {}
  for (const [key, text] of parts) {
    if (key === 'alias') attachment.aliases = listed(attachment.aliases, text)
    else if (key === 'ip') attachment.ipv4_address = text
    else if (key === 'ip6') attachment.ipv6_address = text
    else if (key === 'mac-address') attachment.mac_address = text
    else if (key === 'link-local-ip') attachment.link_local_ips = listed(attachment.link_local_ips, text)
    else if (key === 'gw-priority') attachment.gw_priority = asNumber(text)
    else if (key === 'driver-opt')
      put(attachment, ['driver_opts'], (old) => ({ ...asMap(old), [pair(text)[0]]: pair(text)[1] }))
  }
  draft.attachments.set(name, attachment)
}

/** Addresses and aliases belong to the first network, wherever on the line they stood. */
function finishNetworks(draft: Builder, command: RunCommand): void {
  const keys: Record<string, [string, boolean]> = {
    ip: ['ipv4_address', false],
    ip6: ['ipv6_address', false],
    'link-local-ip': ['link_local_ips', true],
    'network-alias': ['aliases', true],
    'net-alias': ['aliases', true],
  }
  const settings = command.options.filter(({ flag }) => Object.hasOwn(keys, flag))
  const first = [...draft.attachments.keys()][0] ?? (settings.length > 0 ? 'default' : undefined)
  if (first === undefined) return
  const attachment = draft.attachments.get(first) ?? {}
  for (const { flag, value } of settings) {
    const [key = '', many] = keys[flag] ?? []
    attachment[key] = many ? listed(attachment[key], value) : value
  }
  draft.attachments.set(first, attachment)
  const isPlain = [...draft.attachments.values()].every((entry) => Object.keys(entry).length === 0)
  draft.service.networks = isPlain ? [...draft.attachments.keys()] : Object.fromEntries(draft.attachments)
  draft.networks = [...draft.attachments.keys()].filter((name) => name !== 'default')
}

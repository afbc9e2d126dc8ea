// Mounts: `data:/var/lib`, `./conf:/etc/app:ro,z`, `/anonymous` and the long form; and devices, which look alike.
import { get, list, type MapNode, mapOf, type Node, type Place, scalar, textOf, withEntry } from '../node'
import { normalizePath } from '../paths'
import { toPlain } from '../plain'
import { toLabels, toShape } from './collections'
import { below, type Canonical, type CanonicalContext, complain } from './context'
import { toBytes, toFlag, toWhole } from './scalars'

export interface ParsedMount {
  source: string
  target: string
  readOnly: boolean
  nocopy: boolean
  propagation: string
  selinux: string
  /** Options that mean nothing to compose. */
  unknown: string[]
}

const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']
/** Understood by older tools or other systems, without an effect here. */
const harmless = ['rw', 'consistent', 'cached', 'delegated']

const isDrive = (section: string): boolean => /^[a-zA-Z]$/.test(section)

/** Splits at colons, except after a drive's letter, as compose does: `v:/data` alone is a path on drive v. */
const sections = (text: string): string[] => {
  const parts: string[] = []
  for (const part of text.split(':')) {
    const previous = parts.at(-1)
    if (previous !== undefined && isDrive(previous) && /^[\\/]/.test(part))
      parts[parts.length - 1] = `${previous}:${part}`
    else parts.push(part)
  }
  return parts
}

export const parseMount = (text: string): ParsedMount | string => {
  if (text === '') return 'it is empty'
  const parts = sections(text)
  if (parts.some((part) => part === '')) return 'there is nothing between two colons'
  if (parts.length > 3) return 'it has too many colons'
  const [first = '', target, options = ''] = parts
  const mount = {
    source: '',
    target: first,
    readOnly: false,
    nocopy: false,
    propagation: '',
    selinux: '',
    unknown: [] as string[],
  }
  if (target !== undefined) Object.assign(mount, { source: first, target })
  for (const option of options === '' ? [] : options.split(',')) {
    if (option === 'ro') mount.readOnly = true
    else if (option === 'nocopy') mount.nocopy = true
    else if (propagations.includes(option)) mount.propagation = option
    else if (option === 'z' || option === 'Z') mount.selinux = option
    else if (!harmless.includes(option)) mount.unknown.push(option)
  }
  return mount
}

export const isPath = (source: string): boolean =>
  /^[./~]/.test(source) || source.startsWith('\\\\') || /^[a-zA-Z]:/.test(source)

/** `/data/` and `/data` are the same place in a container. */
const cleanTarget = (target: string): string => (target.startsWith('/') ? normalizePath(target) : target)

const mountNode = (mount: ParsedMount, place: Place, context: CanonicalContext): MapNode => {
  const bind = isPath(mount.source)
  const flag = scalar(true, place)
  const text = (value: string) => (value === '' ? undefined : scalar(value, place))
  const bindOptions = { propagation: text(mount.propagation), selinux: text(mount.selinux) }
  const hasBindOptions = mount.propagation !== '' || mount.selinux !== ''
  return mapOf(
    {
      type: scalar(bind ? 'bind' : 'volume', place),
      source: text(bind ? context.paths.resolve(context.directory, mount.source) : mount.source),
      target: scalar(cleanTarget(mount.target), place),
      read_only: mount.readOnly ? flag : undefined,
      bind: bind
        ? mapOf({ ...bindOptions, create_host_path: flag }, place)
        : hasBindOptions
          ? mapOf(bindOptions, place)
          : undefined,
      volume: bind ? undefined : mapOf({ nocopy: mount.nocopy ? flag : undefined }, place),
    },
    place,
  )
}

const longForm = toShape({
  read_only: toFlag,
  bind: toShape({ create_host_path: toFlag }),
  volume: toShape({ nocopy: toFlag, labels: toLabels }),
  tmpfs: toShape({ size: toBytes, mode: toWhole }),
})

const checkLongForm = (node: MapNode, context: CanonicalContext): MapNode => {
  const type = textOf(get(node, 'type'))
  const source = get(node, 'source')
  const sourceText = textOf(source)
  if (!textOf(get(node, 'target')))
    complain(context, node.place, {
      code: 'value.mount',
      message: 'a mount needs "target", the path in the container',
      fix: 'add "target:"',
    })
  if (type !== 'bind') return node
  if (!source || !sourceText) {
    complain(context, source?.place ?? node.place, {
      code: 'value.mount',
      message: 'a bind mount needs "source", the path on the host',
      fix: 'add "source:", or use "type: volume"',
    })
    return node
  }
  const resolved = context.paths.resolve(context.directory, sourceText)
  return withEntry(node, 'source', scalar(resolved, source.place))
}

export const toMount: Canonical = (node, context) => {
  if (node.kind === 'map') {
    const long = longForm(node, context)
    return long?.kind === 'map' ? checkLongForm(long, context) : long
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  const mount = parseMount(node.value)
  if (typeof mount === 'string') {
    complain(context, node.place, {
      code: 'value.mount',
      message: `"${node.value}" is not a mount: ${mount}`,
      fix: 'write SOURCE:TARGET or SOURCE:TARGET:ro',
    })
    return undefined
  }
  if (mount.unknown.length > 0)
    complain(context, node.place, {
      severity: 'warning',
      code: 'value.mount-option',
      message: `the mount option "${mount.unknown.join(',')}" is not known and has no effect`,
      fix: 'remove it',
    })
  return mountNode(mount, node.place, context)
}

/** The very same line twice is a slip; different mounts on one path may be meant, and the last one counts. */
export const toMounts: Canonical = (node, context) => {
  if (node.kind !== 'list') return node
  const written = new Set<string>()
  const targets = new Map<string, number>()
  const items: Node[] = []
  for (const [index, item] of node.items.entries()) {
    const at = below(context, index)
    const text = JSON.stringify(toPlain(item))
    const mount = toMount(item, at)
    if (!mount) continue
    items.push(mount)
    const target = textOf(get(mount, 'target')) ?? ''
    if (written.has(text))
      complain(at, item.place, {
        code: 'value.mount-twice',
        message: `"${target}" is mounted twice, by the same line`,
        fix: 'remove one of them',
      })
    else if (targets.has(target))
      complain(at, item.place, {
        severity: 'warning',
        code: 'value.mount-replaced',
        message: `replaces ${context.path}.${targets.get(target)}, which mounts the same path "${target}"`,
        fix: 'remove one of them',
      })
    written.add(text)
    targets.set(target, index)
  }
  return { ...node, items }
}

export const toDevices: Canonical = (node) => {
  if (node.kind !== 'list') return node
  const items = node.items.map((item): Node => {
    if (item.kind === 'map') {
      const source = textOf(get(item, 'source')) ?? ''
      const defaults: [string, string][] = [
        ['target', source],
        ['permissions', 'rwm'],
      ]
      return defaults.reduce(
        (at, [key, value]) => (get(at, key) ? at : withEntry(at, key, scalar(value, item.place))),
        item,
      )
    }
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return item
    const [source = '', second, third] = item.value.split(':')
    const onlyPermissions = second !== undefined && third === undefined && /^[rwm]{1,3}$/.test(second)
    return mapOf(
      {
        source: scalar(source, item.place),
        target: scalar(onlyPermissions ? source : (second ?? source), item.place),
        permissions: scalar(onlyPermissions ? second : (third ?? 'rwm'), item.place),
      },
      item.place,
    )
  })
  return list(items, node.place)
}

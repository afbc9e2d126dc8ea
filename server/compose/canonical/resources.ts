// Networks, volumes, secrets and configs of the stack. `external: {name: x}` of old files becomes `external: true, name: x`.
import { get, isNull, map, type Node, scalar, textOf, withEntry } from '../node'
import { toLabels, toMapOf, toShape, toTextMap } from './collections'
import { type Canonical, complain } from './context'
import { toFlag, toWhole } from './scalars'

const externalName: Canonical = (node, context) => {
  if (node.kind !== 'map') return node
  const external = get(node, 'external')
  if (external?.kind !== 'map') return node
  const inner = get(external, 'name')
  const flagged = withEntry(node, 'external', scalar(true, external.place))
  if (!inner) return flagged
  const outer = textOf(get(node, 'name'))
  if (outer !== undefined && outer !== textOf(inner))
    complain(context, inner.place, {
      code: 'value.external-name',
      message: 'is named both here and in "name"',
      fix: 'keep "name"',
    })
  return withEntry(flagged, 'name', inner)
}

const resource = (shape: Canonical): Canonical => {
  return (node, context) => {
    const present: Node = isNull(node)
      ? { ...map(new Map(), node.place), ...(node.tag ? { tag: node.tag } : {}) }
      : node
    const named = externalName(present, context)
    const shaped = named && shape(named, context)
    const external = get(shaped, 'external')
    if (shaped?.kind !== 'map' || external?.kind !== 'scalar' || external.value !== false) return shaped
    const entries = new Map(shaped.entries)
    entries.delete('external')
    return { ...shaped, entries }
  }
}

const path: Canonical = (node, context) =>
  node.kind === 'scalar' && typeof node.value === 'string'
    ? { ...node, value: context.paths.resolve(context.directory, node.value) }
    : node

const shapeOfFileObject = resource(toShape({ external: toFlag, file: path, labels: toLabels, driver_opts: toTextMap }))

const fileObject: Canonical = (node, context) => {
  const object = shapeOfFileObject(node, context)
  if (object?.kind !== 'map') return object
  const [first, second] = ['file', 'environment', 'content'].filter((key) => object.entries.has(key))
  if (first !== undefined && second !== undefined)
    complain(context, object.entries.get(second)?.key ?? object.place, {
      code: 'resource.two-contents',
      message: `has both "${first}" and "${second}"`,
      fix: 'keep one of them',
    })
  return object
}

const network = resource(
  toShape({
    external: toFlag,
    internal: toFlag,
    attachable: toFlag,
    enable_ipv4: toFlag,
    enable_ipv6: toFlag,
    labels: toLabels,
    driver_opts: toTextMap,
    ipam: toShape({ options: toTextMap }),
  }),
)

const volume: Canonical = (node, context) => {
  const shaped = resource(toShape({ external: toFlag, labels: toLabels, driver_opts: toTextMap }))(node, context)
  const options = get(shaped, 'driver_opts')
  const device = get(options, 'device')
  const deviceText = textOf(device)
  // A local volume with `o: bind` is a bind mount: its device is a path of the stack.
  if (shaped?.kind !== 'map' || options?.kind !== 'map' || !device || !deviceText) return shaped
  if (textOf(get(shaped, 'driver')) !== 'local' || textOf(get(options, 'o')) !== 'bind') return shaped
  const resolved = scalar(context.paths.resolve(context.directory, deviceText), device.place)
  return withEntry(shaped, 'driver_opts', withEntry(options, 'device', resolved))
}

export const toNetworkMap = toMapOf(network)
export const toVolumeMap = toMapOf(volume)
export const toFileObjectMap = toMapOf(fileObject)

export const toModelMap = toMapOf(toShape({ context_size: toWhole }))

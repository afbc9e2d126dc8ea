// What a service says about other things of the stack: secrets and configs, networks, services it depends on, env files.
import { get, list, mapOf, type Node, scalar, textOf, withEntry } from '../node'
import { toListOf, toMapOf, toShape, toTextMap, toTexts } from './collections'
import type { Canonical } from './context'
import { toFlag, toMode, toNumber, toText } from './scalars'

const longReference = toShape({ mode: toMode, uid: toText, gid: toText })

const reference: Canonical = (node, context) =>
  node.kind === 'scalar' && node.value !== null
    ? mapOf({ source: { ...node, value: String(node.value) } }, node.place)
    : longReference(node, context)

export const toConfigs = toListOf(reference)

const withSecretTarget = (node: Node): Node => {
  if (node.kind !== 'map' || textOf(get(node, 'target'))) return node
  const source = textOf(get(node, 'source')) ?? ''
  return withEntry(node, 'target', scalar(`/run/secrets/${source}`, get(node, 'target')?.place ?? node.place))
}

export const toSecrets = toListOf((node, context) => {
  const long = reference(node, context)
  return long && withSecretTarget(long)
})

export const toNetworks = toMapOf(
  toShape({
    aliases: toTexts,
    link_local_ips: toTexts,
    driver_opts: toTextMap,
    priority: toNumber,
    gw_priority: toNumber,
  }),
)

export const toModels = toMapOf((node) => node)

const dependency = (name: Node): Node =>
  mapOf({ condition: scalar('service_started', name.place), required: scalar(true, name.place) }, name.place)

const longDependency = toShape({ required: toFlag, restart: toFlag })

export const toDependsOn = toMapOf((node, context) => {
  const long = longDependency(node, context)
  if (long?.kind !== 'map' || get(long, 'required')) return long
  return withEntry(long, 'required', scalar(true, long.place))
}, dependency)

const longEnvFile = toShape({ required: toFlag })

export const toEnvFiles: Canonical = (node, context) => {
  const items = node.kind === 'list' ? node.items : node.kind === 'scalar' && node.value !== null ? [node] : undefined
  if (!items) return node
  const files = items.flatMap((item): Node[] => {
    const long = item.kind === 'scalar' ? mapOf({ path: item }, item.place) : longEnvFile(item, context)
    const path = get(long, 'path')
    const text = textOf(path)
    if (long?.kind !== 'map' || !path || !text) return long ? [long] : []
    const resolved = withEntry(long, 'path', scalar(context.paths.resolve(context.directory, text), path.place))
    return [get(resolved, 'required') ? resolved : withEntry(resolved, 'required', scalar(true, item.place))]
  })
  return list(files, node.place)
}

export const toPathList: Canonical = (node, context) => {
  const texts = toTexts(node, context)
  if (texts?.kind !== 'list') return texts
  const items = texts.items.map((item) =>
    item.kind === 'scalar' ? { ...item, value: context.paths.resolve(context.directory, String(item.value)) } : item,
  )
  return { ...texts, items }
}

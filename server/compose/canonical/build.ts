// `build: ./dir` and its long form. Contexts that are addresses stay as they are; directories are resolved.
import { get, list, mapOf, type Node, scalar, textOf, withEntry } from '../node'
import { toEnvironment, toExtraHosts, toLabels, toMapOf, toShape, toTexts } from './collections'
import type { Canonical, CanonicalContext } from './context'
import { toUlimits } from './limits'
import { toConfigs } from './references'
import { toBytes, toFlag, toText } from './scalars'

const isRemote = (context: string): boolean =>
  context.includes('://') || context.startsWith('service:') || /^(?:github\.com\/|git@)/.test(context)

const resolveContext = (text: string, context: CanonicalContext): string =>
  isRemote(text) ? text : context.paths.resolve(context.directory, text)

const toContext: Canonical = (node, context) =>
  node.kind === 'scalar' && typeof node.value === 'string'
    ? { ...node, value: resolveContext(node.value, context) }
    : node

/** `default`, `id=path` */
const toSsh: Canonical = (node) => {
  if (node.kind === 'list') return node
  if (node.kind !== 'map') return node
  const items = [...node.entries].map(([id, { value }]) => {
    const path = textOf(value)
    return scalar(path ? `${id}=${path}` : id, value.place)
  })
  return list(items, node.place)
}

const toAdditionalContexts: Canonical = (node, context) => {
  const pairs = toEnvironment(node, context)
  return pairs ? toMapOf(toContext)(pairs, context) : undefined
}

const shape = toShape({
  context: toContext,
  args: toEnvironment,
  labels: toLabels,
  additional_contexts: toAdditionalContexts,
  extra_hosts: toExtraHosts,
  no_cache: toFlag,
  no_cache_filter: toTexts,
  privileged: toFlag,
  provenance: toText,
  pull: toFlag,
  sbom: toText,
  secrets: toConfigs,
  shm_size: toBytes,
  ssh: toSsh,
  ulimits: toUlimits,
})

export const toBuild: Canonical = (node, context) => {
  const long: Node = node.kind === 'scalar' && node.value !== null ? mapOf({ context: node }, node.place) : node
  return shape(long, context)
}

/** Defaults that only count once all files are merged. */
export const withBuildDefaults = (node: Node, context: CanonicalContext): Node => {
  if (node.kind !== 'map') return node
  const located = get(node, 'context')
    ? node
    : withEntry(node, 'context', scalar(context.paths.resolve(context.directory, '.'), node.place))
  if (get(located, 'dockerfile') || get(located, 'dockerfile_inline')) return located
  return withEntry(located, 'dockerfile', scalar('Dockerfile', node.place))
}

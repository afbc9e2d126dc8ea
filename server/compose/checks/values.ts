// Values whose form an engine would refuse at the worst moment: images, restart policies, addresses, mounts on the same path.
import { isIpAddress } from '../canonical/addresses'
import { get, type MapNode, type Node, type Place, textOf } from '../node'
import type { ConsistencyContext } from './context'

const complain = (
  { report }: ConsistencyContext,
  path: string,
  place: Place,
  code: string,
  message: string,
  fix?: string,
) => report.add({ code, message: `${path}: ${message}`, fix, path, place })

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const domain = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[a-fA-F0-9:]+\\])(?::\\d+)?'
const reference = new RegExp(
  `^(?:${domain}/)?${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
)

const imageFix = (image: string): string | undefined => {
  if (/[A-Z]/.test(image.split(/[:@]/)[0] ?? '')) return 'write the name in lower case'
  if (image.endsWith(':')) return 'add a tag after the colon, or remove it'
  return 'write NAME:TAG, with REGISTRY/ before it if needed'
}

const checkImage = (context: ConsistencyContext, service: MapNode, path: string) => {
  const node = get(service, 'image')
  const image = textOf(node)
  if (!node || image === undefined || (image === '' && get(service, 'build'))) return
  if (image.length > 4096 || !reference.test(image))
    complain(
      context,
      `${path}.image`,
      node.place,
      'value.image',
      `"${image}" is not an image reference`,
      imageFix(image),
    )
}

const checkRestart = (context: ConsistencyContext, service: MapNode, path: string) => {
  const node = get(service, 'restart')
  const text = textOf(node)
  if (!node || !text || /^(?:no|always|unless-stopped|on-failure(?::\d+)?)$/.test(text)) return
  complain(
    context,
    `${path}.restart`,
    node.place,
    'value.restart',
    `"${text}" is not a restart policy`,
    'write no, always, on-failure or unless-stopped',
  )
}

/** Merging files keeps the last mount on a path; within what remains each path must be free. */
const checkTmpfs = (context: ConsistencyContext, service: MapNode, path: string) => {
  const mounts = get(service, 'volumes')
  const tmpfs = get(service, 'tmpfs')
  if (mounts?.kind !== 'list' || tmpfs?.kind !== 'list') return
  const targets = new Set(mounts.items.map((mount) => textOf(get(mount, 'target'))))
  for (const [index, item] of tmpfs.items.entries()) {
    const target = textOf(item)?.split(':', 1)[0]
    if (target !== undefined && targets.has(target))
      complain(
        context,
        `${path}.tmpfs.${index}`,
        item.place,
        'value.mount-twice',
        `"${target}" already is a mount of "volumes"`,
        'remove one of them',
      )
  }
}

const checkAttachments = (context: ConsistencyContext, service: MapNode, path: string) => {
  const networks = get(service, 'networks')
  if (networks?.kind !== 'map') return
  for (const [name, { value }] of networks.entries)
    for (const key of ['ipv4_address', 'ipv6_address']) {
      const node: Node | undefined = get(value, key)
      const text = textOf(node)
      if (node && text && !isIpAddress(text))
        complain(
          context,
          `${path}.networks.${name}.${key}`,
          node.place,
          'value.address',
          `"${text}" is not an IP address`,
        )
    }
}

export const checkValues = (context: ConsistencyContext): void => {
  for (const [name, { value: service }] of context.enabled.entries) {
    if (service.kind !== 'map') continue
    for (const check of [checkImage, checkRestart, checkTmpfs, checkAttachments])
      check(context, service, `services.${name}`)
  }
}

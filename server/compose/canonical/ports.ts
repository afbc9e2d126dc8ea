// Published ports: `80`, `8080:80`, `127.0.0.1:8000-8002:80-82/udp` and the long form, each spread into one entry a container port.
import { mostPorts } from '../budget'
import { get, list, type MapNode, mapOf, type Node, type Place, scalar, textOf } from '../node'
import { isIpAddress } from './addresses'
import { toShape } from './collections'
import { below, type Canonical, type CanonicalContext, complain } from './context'
import { toText, toWhole } from './scalars'

interface PortRange {
  first: number
  last: number
}

export interface ParsedPort {
  hostIp: string
  published: string
  target: number
  protocol: string
}
export type PortMistake = { message: string; fix: string }

const protocols = ['tcp', 'udp', 'sctp']

const range = (text: string): PortRange | undefined => {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  if (!match) return undefined
  const first = Number(match[1])
  const last = Number(match[2] ?? match[1])
  return last <= 65535 && first <= last ? { first, last } : undefined
}

const split = (text: string): { ip: string; host: string; container: string } => {
  const parts = text.split(':')
  const container = parts.pop() ?? ''
  const host = parts.pop() ?? ''
  return { ip: parts.join(':'), host, container }
}

export const parsePort = (text: string): ParsedPort[] | PortMistake => {
  const { ip, host, container } = split(text)
  const slash = container.lastIndexOf('/')
  const containerPorts = slash < 0 ? container : container.slice(0, slash)
  const protocol = slash < 0 ? 'tcp' : container.slice(slash + 1).toLowerCase()
  const hostIp = ip.replace(/^\[(.*)\]$/, '$1')
  if (containerPorts === '')
    return { message: `"${text}" has no container port`, fix: `write "${host || '8080'}:${host || '80'}"` }
  if (ip !== '' && !isIpAddress(hostIp))
    return { message: `"${ip}" is not an IP address`, fix: 'write HOST:CONTAINER or IP:HOST:CONTAINER' }
  const target = range(containerPorts)
  if (!target || target.first === 0)
    return {
      message: `the container port "${containerPorts}" is not a port between 1 and 65535`,
      fix: 'write a number or a range such as 8000-8010',
    }
  const published = host === '' ? undefined : range(host)
  if (host !== '' && !published)
    return {
      message: `the host port "${host}" is not a port between 0 and 65535`,
      fix: 'write a number or a range such as 8000-8010',
    }
  if (!protocols.includes(protocol))
    return { message: `"${protocol}" is not a protocol`, fix: `use one of ${protocols.join(', ')}` }
  const count = target.last - target.first + 1
  if (published && count > 1 && published.last - published.first + 1 !== count)
    return {
      message: `${host} are ${published.last - published.first + 1} host ports for the ${count} container ports ${containerPorts}`,
      fix: 'make both ranges the same length',
    }
  return Array.from({ length: count }, (_, index) => {
    const single = published && String(published.first + index)
    const dynamic =
      published && count === 1 && published.last > published.first ? `${single}-${published.last}` : single
    return { hostIp, published: dynamic ?? '', target: target.first + index, protocol }
  })
}

const portNode = (port: ParsedPort, place: Place): MapNode =>
  mapOf(
    {
      mode: scalar('ingress', place),
      ...(port.hostIp ? { host_ip: scalar(port.hostIp, place) } : {}),
      target: scalar(port.target, place),
      ...(port.published ? { published: scalar(port.published, place) } : {}),
      protocol: scalar(port.protocol, place),
    },
    place,
  )

const longForm = toShape({ target: toWhole, published: toText })

const checkLongForm = (node: MapNode, context: CanonicalContext) => {
  const target = get(node, 'target')
  if (!target)
    complain(context, node.place, {
      code: 'value.port',
      message: 'a port needs "target", the port in the container',
      fix: 'add "target: 80"',
    })
  else if (target.kind === 'scalar' && typeof target.value === 'number' && (target.value < 1 || target.value > 65535))
    complain(below(context, 'target'), target.place, {
      code: 'value.port',
      message: `${target.value} is not a port between 1 and 65535`,
    })
  const published = get(node, 'published')
  const text = textOf(published)
  if (published && text && !range(text))
    complain(below(context, 'published'), published.place, {
      code: 'value.port',
      message: `"${text}" is not a port between 0 and 65535`,
      fix: 'write a number or a range such as 8000-8010',
    })
  const ip = get(node, 'host_ip')
  const address = textOf(ip)
  if (ip && address && !isIpAddress(address))
    complain(below(context, 'host_ip'), ip.place, {
      code: 'value.address',
      message: `"${address}" is not an IP address`,
    })
  const mode = get(node, 'mode')
  const modeText = textOf(mode)
  if (mode && modeText && !['host', 'ingress'].includes(modeText))
    complain(below(context, 'mode'), mode.place, {
      code: 'value.port-mode',
      message: `"${modeText}" is not a way to publish a port`,
      fix: 'write host or ingress',
    })
}

const withDefaults = (node: MapNode): MapNode => {
  const entries = new Map(node.entries)
  for (const [key, value] of [
    ['mode', 'ingress'],
    ['protocol', 'tcp'],
  ] as const)
    if (!textOf(entries.get(key)?.value)) entries.set(key, { key: node.place, value: scalar(value, node.place) })
  if (textOf(entries.get('published')?.value) === '') entries.delete('published')
  return { ...node, entries }
}

export const toPorts: Canonical = (node, context) => {
  if (node.kind !== 'list') return node
  const ports: Node[] = []
  for (const [index, item] of node.items.entries()) {
    const at = below(context, index)
    if (item.kind === 'map') {
      const long = longForm(item, at)
      if (long?.kind !== 'map') continue
      checkLongForm(long, at)
      ports.push(withDefaults(long))
    } else if (item.kind === 'scalar' && item.value !== null) {
      const parsed = parsePort(String(item.value))
      if (!Array.isArray(parsed)) complain(at, item.place, { code: 'value.port', ...parsed })
      else if (parsed.length > context.budget.ports) {
        complain(at, item.place, {
          code: 'limits.ports',
          message: `the stack publishes more than ${mostPorts} ports`,
          fix: 'publish fewer, or use "network_mode: host"',
        })
        break
      } else {
        context.budget.ports -= parsed.length
        for (const port of parsed) ports.push(portNode(port, item.place))
      }
    }
  }
  return list(ports, node.place)
}

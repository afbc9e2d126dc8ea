// What LOTSE_DISCOVERY says: which sources there are, and which engines a list of addresses with ranges means. Pure.
import { parseAddress } from '@/server/docker/address'
import { AppError } from '@/server/errors'
import type { StoreTls } from './stores/http-store'
import type { StoreAddress, StoreKind } from './stores/open-store'

export type DiscoverySpec =
  /** Known from the start, never changes. */
  | { kind: 'nodes'; addresses: string[] }
  /** One address a line; read again when it changes. */
  | { kind: 'file'; path: string }
  | StoreSpec

/** Where hosts report themselves. */
export type StoreSpec = {
  kind: 'store'
  address: StoreAddress
  /** All are read; the first is where `lotse join` writes. */
  paths: [string, ...string[]]
  /** Held by the manager that acts. */
  leaderKey: string
}

const mostHosts = 10_000

const invalid = (message: string, fix: string): AppError => new AppError('invalid_input', message, { details: { fix } })

/** `10.0.0.[10:12]:2375` is three addresses; several ranges multiply. `[::1]` is not a range. */
export function expandRanges(pattern: string): string[] {
  const match = /\[(\d+):(\d+)\]/.exec(pattern)
  if (!match) return [pattern]
  const [range, fromText = '', toText = ''] = match
  const [from, to] = [Number(fromText), Number(toText)]
  const fix = 'Write a range as [10:20], the smaller number first.'
  if (to < from) throw invalid(`The range ${range} in ${pattern} runs backwards`, fix)
  if (to - from >= mostHosts) throw invalid(`The range ${range} in ${pattern} has more than ${mostHosts} hosts`, fix)
  const before = pattern.slice(0, match.index)
  const after = pattern.slice(match.index + range.length)
  const addresses = Array.from({ length: to - from + 1 }, (_, step) => `${before}${from + step}${after}`).flatMap(
    expandRanges,
  )
  if (addresses.length > mostHosts) throw invalid(`${pattern} means more than ${mostHosts} hosts`, fix)
  return addresses
}

/** One address or range, as canonical addresses. */
export const readNodes = (text: string): string[] =>
  expandRanges(text.trim()).map((address) => parseAddress(address).text)

export type NodeList = {
  addresses: string[]
  /** Lines that cannot be used, with the reason. */
  problems: { line: number; message: string }[]
}

/** A discovery file: one address or range a line, `#` begins a comment. */
export function parseNodeFile(text: string): NodeList {
  const list: NodeList = { addresses: [], problems: [] }
  text.split(/\r?\n/).forEach((whole, index) => {
    const line = whole.replace(/(^|\s)#.*$/, '').trim()
    if (line === '') return
    try {
      for (const part of line.split(',')) list.addresses.push(...readNodes(part))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      list.problems.push({ line: index + 1, message: error.message })
    }
  })
  list.addresses = [...new Set(list.addresses)]
  return list
}

const ports: Record<string, number> = { etcd: 2379, consul: 8500, zk: 2181 }
/** Those of classic Swarm, and those under which engines with a cluster store report themselves. */
const usualPaths = ['docker/swarm/nodes', 'docker/nodes'] as const
const leaderPath = 'docker/swarm/leader'

const withPort = (host: string, port: number): string => (/:\d+$/.test(host) ? host : `${host}:${port}`)
const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('/')
const requireHost = (part: string, host: string): string => {
  if (/^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9._-]+)(:\d{1,5})?$/.test(host)) return host
  throw invalid(
    `${part} names no store`,
    'Write etcd://10.0.0.1:2379,10.0.0.2:2379/prefix: hosts first, then a prefix.',
  )
}

/** As in `--discovery-opt`. */
export type DiscoveryOptions = ReadonlyMap<string, string>

function tlsIn(options: DiscoveryOptions): StoreTls | null {
  const [ca, cert, key] = ['kv.cacertfile', 'kv.certfile', 'kv.keyfile'].map((name) => options.get(name))
  if ((ca ?? cert ?? key) === undefined) return null
  return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) }
}

const storeSpec = (store: StoreKind, hosts: string[], prefix: string, options: DiscoveryOptions): StoreSpec => {
  const own = options.get('kv.path')?.replace(/^\/+|\/+$/g, '')
  const [first, ...others] = own ? [own] : usualPaths
  return {
    kind: 'store',
    address: { store, hosts, tls: tlsIn(options) },
    paths: [joined(prefix, first ?? ''), ...others.map((path) => joined(prefix, path))],
    leaderKey: joined(prefix, leaderPath),
  }
}

/** `token://SERVICE/TOKEN`, or `token://TOKEN` where the service is known otherwise; plain HTTP with `token+http://`. */
function tokenSpec(part: string, scheme: string, rest: string, options: DiscoveryOptions): StoreSpec {
  const given = options.get('token.url')
  const at = rest.lastIndexOf('/')
  const [service, token] = [
    at < 0 ? (given ?? '') : `http${scheme === 'token' ? 's' : ''}://${rest.slice(0, at)}`,
    rest.slice(at + 1),
  ]
  const url = URL.canParse(service) ? new URL(service) : null
  if (url === null || !/^https?:$/.test(url.protocol) || !/^[0-9a-zA-Z_-]+$/.test(token)) {
    throw invalid(
      `${part} names no cluster of a discovery service`,
      'Start a service with lotse discovery, get a token with lotse create, and write token://SERVICE:PORT/TOKEN (token+http:// without TLS).',
    )
  }
  const isPlain = url.protocol === 'http:' || (at >= 0 && /^(localhost|127\.|\[::1\])/.test(url.hostname))
  const host = withPort(url.host, isPlain ? 80 : 443)
  return {
    kind: 'store',
    address: {
      store: 'token',
      hosts: [joined(host, url.pathname.replace(/^\/+|\/+$/g, ''))],
      tls: isPlain ? null : {},
    },
    paths: [token],
    leaderKey: '',
  }
}

/** The comma list of LOTSE_DISCOVERY. A part without a scheme goes on the list before it. */
export function parseDiscovery(text: string, options: DiscoveryOptions = new Map()): DiscoverySpec[] {
  const specs: DiscoverySpec[] = []
  /** A store whose hosts are still being listed. */
  let open: { store: StoreKind; hosts: string[] } | null = null
  const takeStore = (part: string, store: StoreKind, rest: string) => {
    const slash = rest.indexOf('/')
    const host = requireHost(part, slash < 0 ? rest : rest.slice(0, slash))
    const hosts = [...(open?.hosts ?? []), withPort(host, ports[store] ?? 0)]
    if (open) specs.pop()
    const prefix = slash < 0 ? '' : rest.slice(slash).replace(/^\/+|\/+$/g, '')
    specs.push(storeSpec(store, hosts, prefix, options))
    open = slash < 0 ? { store, hosts } : null
  }
  const addNodes = (part: string) => {
    const last = specs.at(-1)
    if (last?.kind === 'nodes') last.addresses.push(...readNodes(part))
    else specs.push({ kind: 'nodes', addresses: readNodes(part) })
  }
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+]*):\/\/(.*)$/i.exec(part) ?? []
    if (scheme === '' && open) takeStore(part, (open as { store: StoreKind }).store, part)
    else if (scheme === 'etcd' || scheme === 'consul' || scheme === 'zk') {
      open = null
      takeStore(part, scheme, rest)
    } else if (scheme === 'token' || scheme === 'token+http') specs.push(tokenSpec(part, scheme, rest, options))
    else if (scheme === 'nodes') {
      specs.push({ kind: 'nodes', addresses: rest === '' ? [] : readNodes(rest) })
    } else if (scheme === 'file') {
      if (!rest.startsWith('/') && !rest.startsWith('.')) {
        throw invalid(`${part} names no file`, 'Write file:///etc/lotse/hosts: the whole path after file://.')
      }
      specs.push({ kind: 'file', path: rest })
    } else addNodes(part)
    if (scheme !== '' && !(scheme in ports)) open = null
  }
  return specs
}

// What LOTSE_DISCOVERY says: which sources there are, and which engines a list of addresses with ranges means. Pure.
import { parseAddress } from '@/server/docker/address'
import { AppError } from '@/server/errors'

export type DiscoverySpec =
  /** Known from the start, never changes. */
  | { kind: 'nodes'; addresses: string[] }
  /** One address a line; read again when it changes. */
  | { kind: 'file'; path: string }

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

const later = new Set(['etcd', 'consul', 'zk', 'token'])

/** The comma list of LOTSE_DISCOVERY. A part without a scheme goes on the list before it. */
export function parseDiscovery(text: string): DiscoverySpec[] {
  const specs: DiscoverySpec[] = []
  const addNodes = (part: string) => {
    const last = specs.at(-1)
    if (last?.kind === 'nodes') last.addresses.push(...readNodes(part))
    else specs.push({ kind: 'nodes', addresses: readNodes(part) })
  }
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+]*):\/\/(.*)$/i.exec(part) ?? []
    if (scheme === 'nodes') {
      specs.push({ kind: 'nodes', addresses: rest === '' ? [] : readNodes(rest) })
    } else if (scheme === 'file') {
      if (!rest.startsWith('/') && !rest.startsWith('.')) {
        throw invalid(`${part} names no file`, 'Write file:///etc/lotse/hosts: the whole path after file://.')
      }
      specs.push({ kind: 'file', path: rest })
    } else if (later.has(scheme)) {
      throw invalid(`Discovery by ${scheme}:// is not built in`, 'Use nodes://, file:// or unix://.')
    } else addNodes(part)
  }
  return specs
}

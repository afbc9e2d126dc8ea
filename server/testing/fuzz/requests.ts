// What clients send: every route there is, with names, queries and bodies that fit and that do not, framed well and badly.
import { routes } from '@/server/proxy/routes'
import type { Chance } from './chance'
import { someJson } from './parsers'

const refs = [
  'web1',
  'web2',
  'n1/web1',
  'a'.repeat(64),
  'aaaa',
  'none',
  'bridge',
  'data',
  'busybox:1',
  'x%2Fy',
  '%00',
  '',
]
const queries = [
  '',
  'all=1',
  'name=x',
  'force=1',
  'fromImage=x&tag=1',
  'filters=%7B%7D',
  'filters=[',
  't=a:1&buildargs=[',
  'since=0&until=1',
  'stream=0',
  'session=s&version=2&buildid=b',
  'container=web1&repo=r',
]

const wholeHead = (chance: Chance, method: string, path: string, headers: string[]): string =>
  `${method} ${path} HTTP/1.1\r\n${['Host: x', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n${chance.is(0.02) ? chance.text(10) : ''}`

/** Ends by itself: nothing of it may be waited for. */
export function someRequest(chance: Chance): Buffer {
  if (chance.is(0.05)) return chance.bytes(chance.below(300))
  const { method: listed, pattern } = chance.of(routes)
  const method =
    listed === '*' || chance.is(0.1) ? chance.of(['GET', 'POST', 'DELETE', 'PUT', 'HEAD', 'PATCH']) : listed
  const filled = pattern.replace(/:\w+\+?/g, () => chance.of(refs))
  const version = chance.of(['', '/v1.41', '/v1.45', '/v1.24', '/v9.9'])
  // What streams without end is asked for its past only.
  const query = pattern === '/events' ? 'since=0&until=1' : chance.of(queries)
  const path = `${version}${filled}${query === '' ? '' : `?${query}`}`
  const body = chance.is(0.6) ? JSON.stringify(someJson(chance)) : chance.text(chance.below(40))
  const length = Buffer.byteLength(body)
  const kind = chance.below(8)
  if (kind < 3) return Buffer.from(wholeHead(chance, method, path, [`Content-Length: ${length}`]) + body)
  if (kind === 3) {
    return Buffer.from(
      `${wholeHead(chance, method, path, ['Transfer-Encoding: chunked'])}${length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    )
  }
  if (kind === 4) {
    const upgrade = [`Upgrade: ${chance.of(['tcp', 'h2c'])}`, `Content-Length: ${length}`]
    const asking = wholeHead(chance, method, path, upgrade).replace('Connection: close', 'Connection: Upgrade')
    return Buffer.from(asking + body + chance.text(chance.below(20)))
  }
  if (kind === 5)
    return Buffer.from(wholeHead(chance, method, path, [`Content-Length: ${length + chance.below(9)}`]) + body)
  if (kind === 6) return Buffer.from(wholeHead(chance, method, path, ['Transfer-Encoding: chunked']) + chance.text(30))
  const text = wholeHead(chance, method, path, [])
  return Buffer.from(text.slice(0, chance.below(text.length)) + chance.text(3))
}

// One case for each of the pure readers of the endpoint: whatever they are given, they answer or refuse in words, and what they let
// through is what they say it is.

import { isAppError } from '@/server/errors'
import { readSolve } from '@/server/proxy/buildkit/messages'
import { readCreate } from '@/server/proxy/containers/create-body'
import { spelledBody } from '@/server/proxy/containers/spelled-body'
import { readFilters } from '@/server/proxy/filters'
import { parseExact, stringifyExact } from '@/server/proxy/http/exact-json'
import { answerHeaders, oddFraming, requestHeaders } from '@/server/proxy/http/framing'
import type { JsonObject } from '@/server/proxy/http/read-body'
import { pathOf, readTarget } from '@/server/proxy/http/request-target'
import { splitBuildArgs } from '@/server/proxy/images/build-image'
import { spanOf } from '@/server/proxy/json-span'
import type { Chance } from './chance'

export type Finding = { what: string; given: string }

const names = [
  'Image',
  'Env',
  'Labels',
  'HostConfig',
  'PortBindings',
  'HostPort',
  'Memory',
  'NanoCpus',
  'CpuShares',
  'Binds',
  'Mounts',
  'Source',
  'Type',
  'NetworkMode',
  'NetworkingConfig',
  'EndpointsConfig',
  'Links',
  'VolumesFrom',
  'ExposedPorts',
  '80/tcp',
  '__proto__',
  'constructor',
  'toString',
  'name',
]
const texts = [
  '',
  'busybox',
  'constraint:node==n1',
  'constraint:x',
  'affinity:a!=/(/',
  'container:web1',
  'n1/data:/x',
  'on-node-failure',
  '["a"]',
  '80',
  '9'.repeat(20),
  'a'.repeat(64),
]

const spelled = (chance: Chance, name: string): string =>
  chance.is(0.7) ? name : [...name].map((each) => (chance.is(0.5) ? each.toLowerCase() : each.toUpperCase())).join('')

/** JSON as clients send it, and as nobody does. */
export function someJson(chance: Chance, levels = 5): unknown {
  const kind = chance.below(levels > 0 ? 9 : 6)
  if (kind < 2) return chance.of(texts)
  if (kind === 2) return chance.text(chance.below(12))
  if (kind === 3) return chance.of([0, 1, -1, 1.5, 2 ** 53, 1e300, 80])
  if (kind === 4) return chance.of([true, false, null])
  if (kind === 5) return null
  const many = Array.from({ length: chance.below(5) })
  if (kind === 6) return many.map(() => someJson(chance, levels - 1))
  return Object.fromEntries(many.map(() => [spelled(chance, chance.of(names)), someJson(chance, levels - 1)]))
}

const damaged = (chance: Chance, text: string): string => {
  const at = chance.below(text.length + 1)
  if (chance.is(0.3)) return text.slice(0, at)
  return text.slice(0, at) + chance.text(1 + chance.below(3)) + text.slice(at + chance.below(3))
}

const headerNames = [
  'Host',
  'Content-Length',
  'content-length',
  'Transfer-Encoding',
  'Connection',
  'Upgrade',
  'Content_Length',
  'Trailer',
  'Expect',
  'X-Registry-Auth',
  'Keep-Alive',
  'TE',
]
const headerValues = [
  'x',
  '1',
  '0',
  '-1',
  '1, 1',
  'chunked',
  'gzip, chunked',
  'close, content-length',
  'upgrade',
  'tcp',
  'h2c',
  '',
]

const targets = [
  '/v1.45',
  '/v1.41',
  '/v9.99',
  '/v1',
  '/containers',
  '/web1',
  '/n1/web1',
  '/json',
  '/..',
  '/.',
  '//',
  '/%2e%2e',
  '/%2f',
  '/%00',
  '/%zz',
  '/images',
  '/create',
  '?a=1',
  '#x',
  '/sha256:ab',
  '\\',
]

const facts = { hosts: () => [], networks: () => [], find: () => undefined }

type Reader = (chance: Chance) => { given: string; run: () => string | null }

const readers: Reader[] = [
  (chance) => {
    const raw = Array.from({ length: chance.below(6) }, () => [
      chance.is(0.9) ? chance.of(headerNames) : chance.text(5),
      chance.is(0.9) ? chance.of(headerValues) : chance.text(5),
    ]).flat()
    const method = chance.of(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', ''])
    return {
      given: JSON.stringify([method, raw]),
      run() {
        if (oddFraming(method, raw) !== null) return null
        const sent = requestHeaders(raw)
        for (const name of ['transfer-encoding', 'connection', 'host', 'upgrade', 'expect']) {
          if (name in sent) return `${name} is passed on`
        }
        if (Array.isArray(sent['content-length'])) return 'two lengths are passed on'
        return answerHeaders(raw).length % 2 === 0 ? null : 'an answer has half a header'
      },
    }
  },
  (chance) => {
    const target = Array.from({ length: chance.below(8) }, () =>
      chance.is(0.8) ? chance.of(targets) : `/${chance.text(chance.below(6))}`,
    ).join('')
    return {
      given: target,
      run() {
        const read = readTarget(target)
        if (typeof read === 'string') return null
        if (read.segments.some((each) => each === '' || each === '..' || each === '.' || /[/\\]/.test(each))) {
          return 'a segment is no name'
        }
        if (read.segments.length === 0) return null
        const again = readTarget(pathOf('1.45', read.segments, read.query))
        if (typeof again === 'string') return 'what is written cannot be read'
        return JSON.stringify(again.segments) === JSON.stringify(read.segments) ? null : 'another path is written'
      },
    }
  },
  (chance) => {
    const whole = JSON.stringify(someJson(chance))
    const given = chance.is(0.5) ? whole : damaged(chance, whole)
    return {
      given,
      run() {
        let value: unknown
        try {
          value = parseExact(given)
        } catch {
          return null
        }
        return JSON.stringify(JSON.parse(stringifyExact(value))) === JSON.stringify(JSON.parse(given))
          ? null
          : 'it comes out as another'
      },
    }
  },
  (chance) => {
    const body = { Image: 'busybox', HostConfig: someJson(chance, 3), ...(someJson(chance, 4) as object) } as JsonObject
    return {
      given: JSON.stringify(body),
      run() {
        const once = spelledBody(body)
        if (JSON.stringify(spelledBody(once)) !== JSON.stringify(once)) return 'spelling it twice makes another'
        const wanted = readCreate(body, new URLSearchParams('name=x'), 'f'.repeat(64), facts)
        const sent = JSON.stringify(wanted.bodyFor(4))
        return /"constraint:[^"]*"/.test(JSON.stringify((JSON.parse(sent) as JsonObject).Env ?? []))
          ? 'an expression is left in the environment'
          : null
      },
    }
  },
  (chance) => {
    const given = chance.is(0.6) ? JSON.stringify(someJson(chance, 3)) : chance.text(chance.below(30))
    return {
      given,
      run() {
        splitBuildArgs(given)
        readFilters(new URLSearchParams({ filters: given }), ['name'])
        return null
      },
    }
  },
  (chance) => {
    const bytes = chance.bytes(chance.below(60))
    return {
      given: bytes.toString('hex'),
      run() {
        try {
          readSolve(bytes)
        } catch (error) {
          if (
            !/^(it ends in a number|there is no field \S+|field \S+ is (cut short|no text))$/.test(
              (error as Error).message,
            )
          )
            throw error
        }
        return null
      },
    }
  },
  (chance) => {
    const whole = JSON.stringify({ NetworkSettings: { Ports: someJson(chance, 3) }, Odd: someJson(chance, 3) })
    const given = chance.is(0.4) ? whole : damaged(chance, whole)
    return {
      given,
      run() {
        const span = spanOf(given, ['NetworkSettings', 'Ports'])
        return span === null || (span.start >= 0 && span.start <= span.end && span.end <= given.length)
          ? null
          : 'a span lies outside'
      },
    }
  },
]

export function fuzzParser(chance: Chance): Finding | null {
  const { given, run } = chance.of(readers)(chance)
  try {
    const what = run()
    return what === null ? null : { what, given }
  } catch (error) {
    if (isAppError(error) && error.status < 500) return null
    return { what: String((error as Error).stack ?? error), given }
  }
}

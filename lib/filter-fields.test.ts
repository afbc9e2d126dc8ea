import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Host } from './contract/hosts'
import { compileFilter, parseFilter } from './filter'
import { containerFacts, containerFields, containerFilterKeys, hostFields, hostFilterKeys } from './filter-fields'

const host = (over: Partial<Host>): Host => ({
  id: 'H1',
  name: 'Kiel-1',
  address: 'tls://10.0.0.1:2376',
  source: 'console',
  state: 'healthy',
  stateReason: null,
  stateSince: '2026-01-01T00:00:00Z',
  lastSeenAt: null,
  failures: 0,
  availability: 'active',
  problems: [],
  engine: null,
  total: { cpus: 0, memoryBytes: 0 },
  reserved: { cpus: 0, memoryBytes: 0 },
  containers: { total: 0, running: 0, paused: 0, stopped: 0 },
  labels: { engine: { Zone: 'Kiel' }, console: { storage: 'ssd', rack: 'a=b' }, builtin: { ostype: 'linux' } },
  clockSkewMs: null,
  refreshedAt: null,
  ...over,
})

describe('what hosts can be asked for', () => {
  it.each([
    ['label:zone=kiel', true],
    ['label:storage=s*', true],
    ['label:storage', true],
    ['label:stor', false],
    ['label:*=ssd', true],
    ['label:rack=a=b', true],
    ['label:ostype=linux', true],
    ['label:zone=emden,kiel', false],
    ['label:zone=emden,zone=kiel', true],
    ['-label:zone=kiel', false],
    ['state:healthy', true],
    ['state:active', true],
    ['-state:drain', true],
    ['address:10.0.0.1', true],
    ['address:10.0.*', true],
    ['name:kiel-1', true],
    ['host:kiel-1', true],
    ['ssd', true],
    ['emden', false],
  ])('%s: %s', (query, expected) => {
    const tokens = parseFilter(query, hostFilterKeys)
    expect(tokens.every((token) => token.problem === null)).toBe(true)
    expect(compileFilter(tokens, hostFields)?.(host({}))).toBe(expected)
  })

  it('every known key has something to ask', () => {
    const has = (fields: { values: object; tests?: object }) =>
      [...Object.keys(fields.values), ...Object.keys(fields.tests ?? {})].sort()
    expect(has(hostFields)).toEqual(Object.keys(hostFilterKeys).sort())
    expect(has(containerFields)).toEqual(Object.keys(containerFilterKeys).sort())
  })
})

const bare = {
  id: 'c0ffee',
  health: 'none' as const,
  known: true,
  state: 'running' as const,
  name: '',
  hostId: 'H1',
  hostName: 'kiel',
  stack: null,
  service: null,
  image: 'redis',
  labels: {},
  networks: [],
  actualPorts: [],
  requestedPorts: [],
  exposedPorts: [],
}

describe('free words among containers', () => {
  const texts = fc.array(fc.stringMatching(/^[ab-]{0,6}$/), { minLength: 1, maxLength: 8 })

  it('find the same whatever was asked before', () => {
    fc.assert(
      fc.property(texts, texts, (names, words) => {
        const all = names.map((name) => containerFacts({ ...bare, name }))
        for (const word of words.filter((one) => one !== '' && one !== '-')) {
          const test = compileFilter(parseFilter(`"${word}"`, containerFilterKeys), containerFields)
          const found = all.map((facts) => test?.(facts) ?? true)
          expect(found).toEqual(all.map(({ text }) => text.includes(word)))
        }
      }),
    )
  })
})

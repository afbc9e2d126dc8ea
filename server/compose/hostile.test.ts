// Files made to hurt: each is refused, with a place and in bounded time.
import { describe, expect, it } from 'vitest'
import { loadCompose } from './load-compose'

const codes = (content: string): string[] =>
  loadCompose({ files: [{ path: 'compose.yaml', content }], variables: {}, profiles: [] }).diagnostics.map(
    ({ code }) => code,
  )

const load = (files: Record<string, string>, variables: Record<string, string> = {}) =>
  loadCompose({
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    variables,
    profiles: [],
  })
const service = (labels: string) => `services: {a: {image: b, labels: {${labels}}}}`
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

const bomb = [
  'x-a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghi'].map((name, index) => `x-${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
].join('\n')

describe('hostile files', { timeout: 120_000 }, () => {
  it.each([
    ['an alias bomb', bomb, 'limits.aliases'],
    ['an alias of itself', 'a: &a\n  b: *a\n', 'yaml.alias-cycle'],
    ['deep flow lists', `a: ${'['.repeat(20_000)}`, 'limits.depth'],
    ['deep block lists', `${'- '.repeat(20_000)}a`, 'limits.depth'],
    ['too much text', `a: ${'x'.repeat(3_000_000)}`, 'limits.size'],
    ['too many values', `a: [${'b,'.repeat(120_000)}]`, 'limits.values'],
    [
      'too many services',
      `services: {${Array.from({ length: 2_500 }, (_, index) => `a${index}: {image: b}`).join(', ')}}`,
      'limits.services',
    ],
    ['too many ports', 'services: {a: {image: b, ports: ["1-65535", "1-65535/udp"]}}', 'limits.ports'],
    ['bytes that are no text', 'a: \u0000', 'yaml.control-character'],
    ['bytes that are not UTF-8', 'a: caf\uFFFD', 'yaml.encoding'],
    [
      'wide merges',
      `x-a: &a {${Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`).join(', ')}}\n${Array.from({ length: 1_000 }, (_, index) => `x-b${index}: {<<: *a}`).join('\n')}`,
      'limits.aliases',
    ],
    [
      'nested defaults',
      `services: {a: {image: "${'${A:-'.repeat(2_000)}${'}'.repeat(2_000)}"}}`,
      'interpolation.syntax',
    ],
    ['long digits', `services: {a: {image: b, stop_grace_period: "${'1'.repeat(50_000)}!"}}`, 'value.form'],
  ])('%s', (_, content, code) => expect(codes(content)).toContain(code))
})

// A time-out here is a fault: one such file would stop the server for everybody.
describe('small files that ask for much', { timeout: 120_000 }, () => {
  it.each([
    [
      'variables made of variables',
      {
        'compose.yaml': service('x: $I'),
        '.env': ['A=aaaaaaaaaa', ...[...'BCDEFGHI'].map((n, at) => `${n}=${`$${'ABCDEFGH'[at]}`.repeat(10)}`)].join(
          '\n',
        ),
      },
      'limits.variables',
    ],
    [
      'a long text behind many aliases',
      {
        'compose.yaml': `x-a: &a "${'x'.repeat(500_000)}"\n${service(times(4_000, (at) => `l${at}: *a`).join(', '))}`,
      },
      'limits.services',
    ],
    [
      'many variables behind many aliases',
      { 'compose.yaml': `x-a: &a "${'$A'.repeat(50_000)}"\n${service(times(1_000, (at) => `l${at}: *a`).join(', '))}` },
      'limits.variables',
    ],
    [
      'includes that double at each step',
      {
        'compose.yaml': 'include: [a0.yaml, a0.yaml]\nservices: {a: {image: b}}',
        ...Object.fromEntries(
          times(18, (at) => [
            `a${at}.yaml`,
            `include: [a${at + 1}.yaml, a${at + 1}.yaml]\nservices: {s${at}: {image: b}}`,
          ]),
        ),
        'a18.yaml': 'services: {z: {image: b}}',
      },
      'limits.includes',
    ],
    [
      'a chain of extends as long as the file',
      {
        'compose.yaml': `services: {${times(1_990, (at) => `a${at}: {extends: a${at + 1}}`).join(', ')}, a1990: {image: b}}`,
      },
      'limits.extends',
    ],
    [
      'more replicas than memory holds',
      { 'compose.yaml': 'services: {a: {image: b, scale: 100000000}}' },
      'limits.replicas',
    ],
    [
      'more replicas in all',
      {
        'compose.yaml': `services: {${times(30, (at) => `a${at}: {image: b, deploy: {replicas: 1000}}`).join(', ')}}`,
      },
      'limits.replicas',
    ],
    [
      'one long file read by many services',
      {
        'compose.yaml': `services: {${times(500, (at) => `a${at}: {image: b, env_file: big.env}`).join(', ')}}`,
        'big.env': times(20_000, (at) => `A${at}=b`).join('\n'),
      },
      'limits.file-lines',
    ],
    [
      'misspelt names by the thousand',
      {
        'compose.yaml': `services: {${times(1_000, (at) => `servicename${at}: {image: b, depends_on: [${times(20, (other) => `servicenamex${at * 20 + other}`).join(', ')}]}`).join(', ')}}`,
      },
      'limits.findings',
    ],
  ])('%s', (_, files, code) => {
    const { model, diagnostics } = load(files)
    expect(model).toBeNull()
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code)
  })

  it('a long variable used often', () => {
    const { model, diagnostics } = load(
      { 'compose.yaml': service(`x: "${'$A'.repeat(2_000)}"`) },
      { A: 'x'.repeat(1_000_000) },
    )
    expect(model).toBeNull()
    expect(diagnostics.filter(({ code }) => code === 'limits.variables')).toHaveLength(1)
  })
})

// Files made to hurt: each is refused, with a place and in bounded time.
import { describe, expect, it } from 'vitest'
import { loadCompose } from './load-compose'

const codes = (content: string): string[] =>
  loadCompose({ files: [{ path: 'compose.yaml', content }], variables: {}, profiles: [] }).diagnostics.map(
    ({ code }) => code,
  )

const bomb = [
  'x-a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghi'].map((name, index) => `x-${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
].join('\n')

describe('hostile files', { timeout: 30_000 }, () => {
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

// Whatever the text, the loader answers: no exception, no hang, every finding inside the text.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yamlPieces } from '@/lib/compose-text/yaml-pieces'
import { loadCompose } from './load-compose'
import type { LoadResult } from './model'

const load = (content: string, others: { path: string; content: string }[] = []): LoadResult =>
  loadCompose({
    files: [{ path: 'compose.yaml', content }, ...others],
    composeFiles: ['compose.yaml'],
    variables: {},
    profiles: ['*'],
  })

const checkPlaces = (result: LoadResult, content: string) => {
  const lines = content.replace(/^\uFEFF/, '').split('\n')
  for (const { position } of result.diagnostics) {
    if (!position) continue
    expect(position.file).toBe('compose.yaml')
    expect(position.line).toBeGreaterThanOrEqual(1)
    expect(position.line).toBeLessThanOrEqual(lines.length)
    expect(position.column).toBeGreaterThanOrEqual(1)
    expect(position.column).toBeLessThanOrEqual((lines[position.line - 1]?.length ?? 0) + 1)
  }
}

const checkAnswer = (content: string) => {
  const result = load(content)
  checkPlaces(result, content)
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
  expect(result.model === null).toBe(errors.length > 0)
}

const key = fc.constantFrom(
  'services',
  'web',
  'image',
  'build',
  'ports',
  'volumes',
  'networks',
  'environment',
  'depends_on',
  'deploy',
  'replicas',
  'extends',
  'healthcheck',
  'test',
  'command',
  'ulimits',
  'configs',
  'secrets',
  'logging',
  'options',
  'ipam',
  'config',
  'external',
  'name',
  'version',
  'include',
  'resources',
  'limits',
  'memory',
  'file',
  'service',
  'default',
  'net',
  'x-a',
  '__proto__',
  'constructor',
  'toString',
  '<<',
)
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    70000,
    '',
    'web',
    'nginx',
    '80:80',
    '8080-8090:80',
    './a:/b:ro',
    'a:b:c:d',
    '10s',
    '512m',
    '${A}',
    '${A:?x}',
    '$',
    'service:web',
    'container:x',
  ),
  fc.string(),
)
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 5 }),
  ),
})).node

describe('loadCompose on any input', { timeout: 120_000 }, () => {
  it('answers for arbitrary text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), checkAnswer), { numRuns: 150 })
  })

  it('answers for text made of YAML', () => {
    const pieces = fc.constantFrom(...yamlPieces, 'services:', 'image: b')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => checkAnswer(parts.join(''))),
      { numRuns: 150 },
    )
  })

  it('answers for trees of compose keys with any values', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (root) => checkAnswer(JSON.stringify(root))),
      { numRuns: 150 },
    )
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 6 }), (web) =>
        checkAnswer(JSON.stringify({ services: { web } })),
      ),
      { numRuns: 150 },
    )
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 6 }), (web) =>
        checkAnswer(JSON.stringify({ web: { image: 'a', ...web } })),
      ),
      { numRuns: 150 },
    )
  })

  it('merges any two trees', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), fc.dictionary(key, tree, { maxKeys: 5 }), (base, over) => {
        const files = [base, over].map((web, index) => ({
          path: `${index}.yaml`,
          content: JSON.stringify({ services: { web } }),
        }))
        expect(() =>
          loadCompose({ files, composeFiles: ['0.yaml', '1.yaml'], variables: {}, profiles: [] }),
        ).not.toThrow()
      }),
      { numRuns: 150 },
    )
  })

  it('reads any env file', () => {
    const pieces = fc.constantFrom('A', '=', '\n', '"', "'", '\\', '#', ' ', '$', '{', '}', 'export ', ':-')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const env = { path: '.env', content: parts.join('') }
        expect(() => load('services: {web: {image: a, env_file: .env}}', [env])).not.toThrow()
      }),
      { numRuns: 150 },
    )
  })

  it('gives the same answer for the same input', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (web) => {
        const content = JSON.stringify({ services: { web } })
        expect(JSON.stringify(load(content))).toBe(JSON.stringify(load(content)))
      }),
      { numRuns: 150 },
    )
  })
})

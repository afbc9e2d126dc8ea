import { describe, expect, it } from 'vitest'
import { createBudget } from './budget'
import { parseEnvFile, parseRawEnvFile } from './env-file'
import { sourceText } from './node'
import { createReport } from './report'

const outside: Record<string, string> = { HOME: '/root', FROM_OUTSIDE: 'o' }

const read = (text: string, parse = parseEnvFile) => {
  const report = createReport()
  const lookup = (name: string) => (Object.hasOwn(outside, name) ? outside[name] : undefined)
  const entries = parse(sourceText('.env', text), { report, budget: createBudget(), lookup })
  return { values: Object.fromEntries([...entries].map(([name, { value }]) => [name, value])), entries, report }
}

describe('parseEnvFile', () => {
  it.each([
    ['A=1', { A: '1' }],
    ['A = 1  ', { A: '1' }],
    ['export A=1', { A: '1' }],
    ['A: yaml', { A: 'yaml' }],
    ['# note\n\nA=1\r\nB=2', { A: '1', B: '2' }],
    ['A=1 # note', { A: '1' }],
    ['A=#fff', { A: '#fff' }],
    ['A=a#b', { A: 'a#b' }],
    ["A='$HOME # x'", { A: '$HOME # x' }],
    ['A="$HOME"', { A: '/root' }],
    ['A="a\\nb"', { A: 'a\nb' }],
    ['A="a\nb"', { A: 'a\nb' }],
    ['A="say \\"hi\\""', { A: 'say "hi"' }],
    ['A="\\$HOME"', { A: '$HOME' }],
    ['A=1\nB=${A}2\nC=${D:-d}', { A: '1', B: '12', C: 'd' }],
    ['A=', { A: '' }],
    ['FROM_OUTSIDE\nNOWHERE', { FROM_OUTSIDE: 'o' }],
    ['a.b-c=1', { 'a.b-c': '1' }],
  ])('%j', (text, values) => {
    const result = read(text)
    expect(result.values).toEqual(values)
    expect(result.report.diagnostics()).toEqual([])
  })

  it('remembers lines', () => expect(read('\n# x\nA=1').entries.get('A')?.line).toBe(3))

  it.each([
    ['A=1\nthis is = wrong\nB=2', 'env-file.syntax', 2],
    ['A=1\n=x', 'env-file.syntax', 2],
    ['A="open\n', 'env-file.quote', 1],
    ['A=${B', 'interpolation.syntax', 1],
    ['A=${B:?why}', 'interpolation.required', 1],
  ])('%j is reported as %s at line %i', (text, code, line) => {
    const [finding] = read(text).report.diagnostics()
    expect(finding).toMatchObject({ severity: 'error', code, position: { file: '.env', line } })
  })

  it('goes on after a mistake', () => expect(read('A=1\nx y=1\nB=2').values).toEqual({ A: '1', B: '2' }))
})

describe('parseRawEnvFile', () => {
  it('takes values as they are', () => {
    expect(read('A="$HOME" # x\n# note\nB=', parseRawEnvFile).values).toEqual({ A: '"$HOME" # x', B: '' })
  })
})

// docs/classic-swarm.md says of each row which test holds it; a table of tests that are no longer there would be a promise of nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const page = 'docs/classic-swarm.md'

const rows = read(page)
  .split('\n')
  .map((text, at) => ({ text, place: `${page}:${at + 1}` }))
  .filter(({ text }) => text.startsWith('| ') && !/^\| (what|---) \|/.test(text))
const named = rows.flatMap(({ text, place }) =>
  (text.split(' | ').at(-1) ?? '')
    .replace(/ \|$/, '')
    .split('; ')
    .map((each) => ({ place, ...(/^`(?<file>[^`]+)` › (?<name>.+)$/.exec(each)?.groups as Partial<Named>) })),
)
type Named = { file: string; name: string }

/** The tests of the lab, and the steps that they take from elsewhere: without an engine a clause is not held. */
const labTests = readdirSync(path.join(root, 'server'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.lab.test.ts'))
  .map((file) => read(path.join('server', file)))
const runsOnLab = (file: string) =>
  file.endsWith('.lab.test.ts') || labTests.some((text) => text.includes(`'@/${file.replace(/\.ts$/, '')}'`))
const has = (file: string, name: string) =>
  existsSync(path.join(root, file)) &&
  [`'${name}'`, `"${name}"`, `\`${name}\``].some((quoted) => read(file).includes(quoted))

describe('the page for users of classic Swarm', () => {
  it('names tests in every row', () => {
    expect(rows.length).toBeGreaterThan(0)
    expect(named.filter(({ file, name }) => file === undefined || name === undefined)).toEqual([])
  })

  it('names only tests that are there and run on real engines', () => {
    const missing = (named as (Named & { place: string })[]).filter(
      ({ file, name }) => !runsOnLab(file) || !has(file, name),
    )
    expect(missing).toEqual([])
  })
})

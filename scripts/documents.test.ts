// What README.md and ARCHITECTURE.md name is there: files, commands and settings move on, and a text goes on to name them.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json'

const root = path.resolve(import.meta.dirname, '..')
const folders = ['app', 'bench', 'bin', 'components', 'docs', 'e2e', 'lib', 'scripts', 'server']
const files = [
  ...readdirSync(root),
  ...folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  ),
]
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8')
const code = files.filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file) && !file.endsWith('.d.ts'))
const sources = () => code.map(textOf).join('\n')

/** As people name a module: from the root or from its own folder on, with or without its ending. */
const isThere = (name: string) =>
  files.some((file) => `/${file}`.endsWith(`/${name}`) || `/${file}`.replace(/\.\w+$/, '').endsWith(`/${name}`))

describe.each(['README.md', 'ARCHITECTURE.md'])('%s', (document) => {
  const text = textOf(document)
  const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))]

  it('names files that are there', () => {
    const names = named(/`([\w./()-]+\.(?:tsx?|mjs|cjs))`/g).filter((name) => !isThere(name))
    expect(names).toEqual([])
    expect(named(/\]\((?!http)([^)#]+)\)/g).filter((name) => !files.includes(name))).toEqual([])
  })

  it('names commands that are there', () => {
    const commands = named(/npm run ([\w:-]+)/g)
    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([])
    const benches = named(/npm run bench -- ([\w-]+)/g).filter((name) => !files.includes(`bench/${name}.bench.ts`))
    expect(benches).toEqual([])
  })

  it('names settings that somebody reads', () => {
    const read = sources()
    expect(named(/\b(LOTSE_\w+)/g).filter((name) => !read.includes(name))).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  it('has each package that is needed to run, and no other', () => {
    const rows = [...(textOf('ARCHITECTURE.md').split('## Dependencies')[1] ?? '').matchAll(/^\| ([^|]+) \|/gm)]
    const listed = rows.flatMap(([, names = '']) => names.split(', ')).map((name) => name.trim())
    const covers = (name: string) => (each: string) =>
      each === name || (each.endsWith('*') && name.startsWith(each.slice(0, -1)))
    const needed = Object.keys(manifest.dependencies)
    expect(needed.filter((name) => !listed.some(covers(name)))).toEqual([])
    const all = [...needed, ...Object.keys(manifest.devDependencies)]
    const gone = listed.filter(
      (each) => /^[@a-z]/.test(each) && each !== 'package' && !all.some((name) => covers(name)(each)),
    )
    expect(gone).toEqual([])
  })
})

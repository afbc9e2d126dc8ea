// The house as a test: who may import whom, how long a file may be, which words no name may contain.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const skipped = new Set([
  'node_modules',
  '.next',
  'dist',
  'generated',
  '.git',
  'test-results',
  'playwright-report',
  'migrations',
])

const walk = (directory: string): string[] =>
  readdirSync(directory).flatMap((name) => {
    if (skipped.has(name)) return []
    const entry = path.join(directory, name)
    return statSync(entry).isDirectory() ? walk(entry) : [path.relative(root, entry)]
  })

const files = ['app', 'components', 'lib', 'server', 'e2e', 'bench', 'scripts', 'bin'].flatMap((folder) => {
  const entry = path.join(root, folder)
  return statSync(entry, { throwIfNoEntry: false }) ? walk(entry) : []
})
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts'))
const isTest = (file: string) => /\.test\.tsx?$/.test(file)

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\n[^'"\n;]*?)*?from\s*['"]([^'"]+)['"]|(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g

/** What a file imports: a path from the root for our own modules, else the package's name. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? ''
    if (name.startsWith('@/')) return name.slice(2)
    if (name.startsWith('.')) return path.join(path.dirname(file), name)
    return name
  })
}
const imports = new Map(sources.map((file) => [file, importsOf(file)]))

/** `server` → its folder below server/, e.g. `cluster`; files right in server/ count by their own name. */
const serverPart = (module: string) => module.split('/')[1]?.replace(/\.tsx?$/, '') ?? ''

// A part of the server may import the parts of its own row and of the rows below it.
const serverRows = [
  ['main', 'command'],
  ['api', 'proxy', 'http'],
  ['moves', 'updates'],
  ['stacks', 'overview', 'auth', 'prune', 'docker-access', 'image-sizes'],
  ['networks', 'registries', 'deaths', 'recreate'],
  ['cluster'],
  ['discovery', 'activity'],
  ['docker', 'db'],
  ['scheduler', 'compose'],
  ['config', 'heap', 'stop-on-signal'],
  ['log'],
  ['errors'],
]
const rowOf = (part: string) => serverRows.findIndex((row) => row.includes(part))

const offenders = (matches: (file: string) => boolean, forbidden: (module: string, file: string) => boolean) =>
  [...imports]
    .filter(([file]) => matches(file))
    .flatMap(([file, modules]) =>
      modules.filter((module) => forbidden(module, file)).map((module) => `${file} → ${module}`),
    )

const inFolder = (folder: string) => (name: string) => name === folder || name.startsWith(`${folder}/`)

describe('imports go one way', () => {
  it('the contract imports zod and itself only', () => {
    expect(
      offenders(inFolder('lib/contract'), (module) => module !== 'zod' && !inFolder('lib/contract')(module)),
    ).toEqual([])
  })

  it('lib reaches the server only through the doors of the pure cores', () => {
    const doors = new Map([
      ['lib/scheduler.ts', 'server/scheduler'],
      ['lib/compose.ts', 'server/compose'],
    ])
    expect(
      offenders(
        inFolder('lib'),
        (module, file) => inFolder('server')(module) && !inFolder(doors.get(file) ?? ' ')(module),
      ),
    ).toEqual([])
  })

  it('the user interface never imports the server, and lib never the user interface', () => {
    expect(offenders((file) => inFolder('app')(file) || inFolder('components')(file), inFolder('server'))).toEqual([])
    expect(offenders(inFolder('lib'), (module) => inFolder('app')(module) || inFolder('components')(module))).toEqual(
      [],
    )
    expect(offenders(inFolder('components'), inFolder('app'))).toEqual([])
  })

  it('the primitives of components/ui fetch nothing', () => {
    const fetching = /^lib\/client\/(use-|live|query-)|^@tanstack\/react-query/
    expect(offenders(inFolder('components/ui'), (module) => fetching.test(module))).toEqual([])
  })

  it('the server never imports the user interface, and only main.ts imports next', () => {
    expect(
      offenders(
        inFolder('server'),
        (module) => /^react(-dom)?(\/|$)/.test(module) || inFolder('app')(module) || inFolder('components')(module),
      ),
    ).toEqual([])
    expect(
      offenders(
        (file) => inFolder('server')(file) && file !== 'server/main.ts',
        (module) => /^next(\/|$)/.test(module),
      ),
    ).toEqual([])
  })

  it('the parts of the server import downwards', () => {
    const upward = offenders(
      (file) => inFolder('server')(file) && !isTest(file) && !inFolder('server/testing')(file),
      (module, file) => {
        if (!inFolder('server')(module)) return false
        const [from, to] = [rowOf(serverPart(file)), rowOf(serverPart(module))]
        return from < 0 || to < 0 || to < from || (to === from && serverPart(file) !== serverPart(module))
      },
    )
    expect(upward).toEqual([])
  })

  it('the pure cores do no input or output', () => {
    const pure = (file: string) =>
      (inFolder('server/scheduler')(file) || inFolder('server/compose')(file)) &&
      !isTest(file) &&
      !file.includes('/testdata/')
    expect(
      offenders(pure, (module) => module.startsWith('node:') || /^server\/(docker|db|cluster|log)/.test(module)),
    ).toEqual([])
    const impure = sources
      .filter(pure)
      .filter((file) =>
        /\b(Math\.random|Date\.now|new Date\(\)|process\.)/.test(readFileSync(path.join(root, file), 'utf8')),
      )
    expect(impure).toEqual([])
  })

  it('there are no cycles', () => {
    const resolve = (module: string) =>
      [module, `${module}.ts`, `${module}.tsx`, `${module}.mjs`].find((name) => imports.has(name))
    const state = new Map<string, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (file: string, trail: string[]) => {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
        return
      }
      state.set(file, 'open')
      for (const module of imports.get(file) ?? []) {
        const next = resolve(module)
        if (next) visit(next, [...trail, file])
      }
      state.set(file, 'done')
    }
    for (const file of imports.keys()) visit(file, [])
    expect(cycles).toEqual([])
  })
})

describe('names and sizes', () => {
  it('no file is longer than 400 lines', () => {
    const long = files
      .filter((file) => sources.includes(file) || file.endsWith('.css'))
      .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400)
    expect(long).toEqual([])
  })

  it('a page is thin: at most 30 lines', () => {
    const thick = sources
      .filter((file) => inFolder('app')(file) && /\/page\.tsx$/.test(file))
      .filter((file) => readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 > 30)
    expect(thick).toEqual([])
  })

  it('no file or folder is called util, helper, manager or service', () => {
    const vague = /(^|[-_.])(utils?|helpers?|managers?|services?)([-_.]|$)/i
    // A service is also what a compose file declares: there the word names the thing, not a role of code.
    const declared = /^(server\/(compose|stacks)\/|components\/deploy\/|lib\/compose-text\/|docker-)/
    const offending = files.filter((file) => {
      const name = declared.test(file) ? file.replace(/services?/g, '') : file
      return name.split('/').some((part) => vague.test(part))
    })
    expect(offending).toEqual([])
  })

  it('names of modules are kebab-case', () => {
    const odd = sources.filter((file) => !/^[a-z0-9.\-[\]()/_]+$/.test(file))
    expect(odd).toEqual([])
  })
})

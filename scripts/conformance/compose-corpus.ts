// Reads a directory of the compose corpus' form: cases/, micro/ and invalid/, each with one directory a case.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import type { SourceFile } from '@/lib/contract/stacks'
import type { PlainValue } from '@/server/compose/plain-value'

export type Kind = 'cases' | 'micro' | 'invalid'

export interface CorpusCase {
  id: string
  kind: Kind
  directory: string
  files: SourceFile[]
  composeFiles: string[]
  /** The row of the kind's table, by column name. */
  row: Record<string, string>
}

const notSource = /^(?:reference.*\.json|vars\.env)$/

const filesBelow = (directory: string, root = directory): SourceFile[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return filesBelow(path, root)
    if (!entry.isFile() || (directory === root && notSource.test(entry.name))) return []
    return [{ path: relative(root, path), content: readFileSync(path, 'utf8') }]
  })

const table = (path: string): Map<string, Record<string, string>> => {
  const rows = new Map<string, Record<string, string>>()
  if (!existsSync(path)) return rows
  const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n')
  const columns = head.split('\t')
  for (const line of lines) {
    const cells = line.split('\t')
    if (cells[0]) rows.set(cells[0], Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])))
  }
  return rows
}

const composeFilesOf = (files: readonly SourceFile[], row: Record<string, string>): string[] => {
  const named = (row['compose_files(in order)'] ?? '')
    .split(',')
    .filter((path) => files.some((file) => file.path === path))
  if (named.length > 0) return named
  const overrides = files.map(({ path }) => path).filter((path) => /^override-\d+\.ya?ml$/.test(path))
  const number = (path: string) => Number(/\d+/.exec(path)?.[0] ?? 0)
  return ['compose.yaml', ...overrides.sort((a, b) => number(a) - number(b))]
}

const readKind = (directory: string, kind: Kind): CorpusCase[] => {
  const tables: Record<Kind, string> = {
    cases: join(directory, '..', 'manifest.tsv'),
    micro: 'micro.tsv',
    invalid: 'invalid.tsv',
  }
  const rows = table(kind === 'cases' ? tables.cases : join(directory, tables[kind]))
  const shared = existsSync(join(directory, '_files')) ? filesBelow(join(directory, '_files')) : []
  return readdirSync(directory)
    .filter((id) => !id.startsWith('_') && statSync(join(directory, id)).isDirectory())
    .sort()
    .map((id) => {
      const own = filesBelow(join(directory, id))
      const row = rows.get(id) ?? {}
      const files = [...own, ...shared.filter(({ path }) => !own.some((file) => file.path === path))]
      return { id, kind, directory: join(directory, id), files, composeFiles: composeFilesOf(own, row), row }
    })
}

const kindOf = (directory: string): Kind =>
  existsSync(join(directory, 'invalid.tsv')) || basename(directory) === 'invalid'
    ? 'invalid'
    : existsSync(join(directory, 'micro.tsv')) || basename(directory) === 'micro'
      ? 'micro'
      : 'cases'

/** A corpus, or one of its three parts. */
export const readCorpus = (directory: string): CorpusCase[] => {
  const parts = (['cases', 'micro', 'invalid'] as const).filter((kind) => existsSync(join(directory, kind)))
  return parts.length > 0
    ? parts.flatMap((kind) => readKind(join(directory, kind), kind))
    : readKind(directory, kindOf(directory))
}

export const readReference = (corpusCase: CorpusCase, name: string): { [key: string]: PlainValue } | undefined => {
  const path = join(corpusCase.directory, name)
  if (!existsSync(path)) return undefined
  const parsed = JSON.parse(readFileSync(path, 'utf8'))
  return name.startsWith('reference-composego') ? parsed : parsed.config
}

/** NAME='value' lines. */
export const readVariables = (corpusCase: CorpusCase): Record<string, string> => {
  const path = join(corpusCase.directory, 'vars.env')
  if (!existsSync(path)) return {}
  const found = [...readFileSync(path, 'utf8').matchAll(/^([A-Za-z_]\w*)='((?:[^']|'\\'')*)'$/gm)]
  return Object.fromEntries(found.map(([, name, value]) => [name, (value ?? '').replaceAll("'\\''", "'")]))
}

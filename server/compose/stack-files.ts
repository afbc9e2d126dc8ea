// The given files by path, parsed once each, and which of them are the compose files.
import type { SourceFile } from '@/lib/contract/stacks'
import { type Node, type SourceText, sourceText } from './node'
import { parseYaml } from './parse-yaml'
import { normalizePath } from './paths'
import type { Report } from './report'

export interface StackFiles {
  has(path: string): boolean
  source(path: string): SourceText | undefined
  documents(path: string): Node[]
  paths: string[]
}

export const createStackFiles = (files: readonly SourceFile[], report: Report): StackFiles => {
  const sources = new Map<string, SourceText>()
  for (const { path, content } of files)
    sources.set(normalizePath(path), sourceText(path, content.replace(/^\uFEFF/, '')))
  const parsed = new Map<string, Node[]>()
  return {
    has: (path) => sources.has(normalizePath(path)),
    source: (path) => sources.get(normalizePath(path)),
    documents(path) {
      const key = normalizePath(path)
      const known = parsed.get(key)
      if (known) return known
      const source = sources.get(key)
      const documents = source ? parseYaml(source, report) : []
      parsed.set(key, documents)
      return documents
    },
    paths: [...sources.keys()],
  }
}

const bases = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml', 'fig.yaml', 'fig.yml']

const overrideOf = (base: string): string[] => {
  const stem = base.replace(/\.ya?ml$/, '')
  return [`${stem}.override.yaml`, `${stem}.override.yml`]
}

/** The compose file by its usual names and its override; else the only YAML file there is. */
export const findComposeFiles = (paths: readonly string[]): string[] => {
  for (const base of bases) {
    if (!paths.includes(base)) continue
    const override = overrideOf(base).find((path) => paths.includes(path))
    return override ? [base, override] : [base]
  }
  const documents = paths.filter((path) => /\.ya?ml$/.test(path))
  const [first] = [...documents].sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
  return first === undefined ? paths.slice(0, 1) : [first]
}

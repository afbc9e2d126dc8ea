// What is being written before a deploy, as plain data with pure changes: files, the values of variables, what to do with
// orphans. It survives a reload of the tab; values set in the console do not, since they may be secrets.
import type { DeployRequest, RevisionDetail, SourceFile } from '@/lib/contract/stacks'

export type Draft = {
  /** The stack to deploy; empty until the files or the user name one. */
  name: string
  /** True once the user typed the name: a `name:` in the files then no longer changes it. */
  nameIsTyped: boolean
  files: SourceFile[]
  /** Paths of the files to merge, in order, once a person chose; null: those whose name says so. */
  composeFiles: string[] | null
  /** Path of the file in the editor. */
  active: string
  variables: Record<string, string>
  profiles: string[]
  removeOrphans: string[]
  pull: DeployRequest['pull']
  note: string
  /** Newest revision when the draft began; null for a new stack. */
  baseRevision: number | null
  /** The revision whose files these were before they were changed; what two people's changes are compared with. */
  filesFrom: number | null
  /** They were read off containers that somebody else deployed. */
  isReadOff: boolean
}

const yamlPattern = /\.ya?ml$/i
const composeNamePattern = /(compose|stack|^fig)[^/]*\.ya?ml$/i
const overridePattern = /override|prod|staging|dev|local|test/i

const fileName = (path: string) => path.split('/').at(-1) ?? ''
const depth = (path: string) => path.split('/').length

/** The files to merge, in order: those whose name says so, else every YAML file; only those nearest to the top. */
export function composeFilesOf(files: SourceFile[]): string[] {
  const yaml = files.map((file) => file.path).filter((path) => yamlPattern.test(path))
  const named = yaml.filter((path) => composeNamePattern.test(fileName(path)))
  const candidates = named.length > 0 ? named : yaml
  const top = Math.min(...candidates.map(depth))
  const isOverride = (path: string) => overridePattern.test(fileName(path))
  const near = candidates.filter((path) => depth(path) === top)
  return [...near.filter((path) => !isOverride(path)), ...near.filter(isOverride)]
}

/** The files of the draft to merge, in order. */
export const mergedFiles = ({ files, composeFiles }: Pick<Draft, 'files' | 'composeFiles'>): string[] =>
  composeFiles?.filter((path) => files.some((file) => file.path === path)) ?? composeFilesOf(files)

export const isYaml = (path: string): boolean => yamlPattern.test(path)

export const emptyDraft: Draft = {
  name: '',
  nameIsTyped: false,
  files: [],
  composeFiles: null,
  active: '',
  variables: {},
  profiles: [],
  removeOrphans: [],
  pull: 'missing',
  note: '',
  baseRevision: null,
  filesFrom: null,
  isReadOff: false,
}

/** The draft that takes a stack over which somebody else deployed. */
export const readOffDraft = (stack: string, files: SourceFile[]): Draft => ({
  ...withFiles({ ...emptyDraft, name: stack, nameIsTyped: true }, files),
  isReadOff: true,
})

/** Files of the same path replace those of the draft, others join it. */
export function withFiles(draft: Draft, added: SourceFile[]): Draft {
  if (added.length === 0) return draft
  const kept = draft.files.filter((file) => !added.some((other) => other.path === file.path))
  const files = [...kept, ...added]
  const named = composeFilesOf(files)
  const isNew = (path: string) => added.some((file) => file.path === path) && named.includes(path)
  const composeFiles = draft.composeFiles && [...new Set([...draft.composeFiles, ...named.filter(isNew)])]
  const merged = mergedFiles({ files, composeFiles })
  const rank = (file: SourceFile) => (merged.includes(file.path) ? merged.indexOf(file.path) : merged.length)
  files.sort((a, b) => rank(a) - rank(b))
  const active = files.find((file) => added.includes(file))
  return { ...draft, files, composeFiles, active: active?.path ?? '' }
}

export const withContent = (draft: Draft, path: string, content: string): Draft => ({
  ...draft,
  files: draft.files.map((file) => (file.path === path ? { ...file, content } : file)),
})

export function withoutFile(draft: Draft, path: string): Draft {
  const files = draft.files.filter((file) => file.path !== path)
  const composeFiles = draft.composeFiles?.filter((other) => other !== path) ?? null
  return { ...draft, files, composeFiles, active: draft.active === path ? (files[0]?.path ?? '') : draft.active }
}

/** A path that no file of the draft has, made from the wanted one. */
export function freePath(draft: Draft, wanted: string): string {
  const taken = new Set(draft.files.map((file) => file.path))
  if (!taken.has(wanted)) return wanted
  const [, stem = wanted, extension = ''] = /^(.*?)(\.[^./]*)?$/.exec(wanted) ?? []
  for (let number = 2; ; number++) {
    const path = `${stem}-${number}${extension}`
    if (!taken.has(path)) return path
  }
}

export const withVariable = (draft: Draft, name: string, value: string | null): Draft => {
  const { [name]: _old, ...others } = draft.variables
  return { ...draft, variables: value === null ? others : { ...others, [name]: value } }
}

export const withOrphan = (draft: Draft, containerId: string, remove: boolean): Draft => ({
  ...draft,
  removeOrphans: remove
    ? [...draft.removeOrphans, containerId]
    : draft.removeOrphans.filter((other) => other !== containerId),
})

/** The name as it is being typed: a hyphen at its end is where the next word begins. */
export const typedStackName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 63)

/** The name a stack may have, made from any text: lower case, letters, digits, - and _. */
export const asStackName = (text: string): string => typedStackName(text).replace(/-+$/, '')

/** The draft that edits a deployed revision. Masked values are not variables: the server keeps what it has. */
export const draftOf = (stack: string, revision: RevisionDetail, newest: number): Draft => ({
  ...emptyDraft,
  name: stack,
  nameIsTyped: true,
  files: revision.files,
  composeFiles: revision.composeFiles,
  active: revision.composeFiles[0] ?? revision.files[0]?.path ?? '',
  variables: Object.fromEntries(
    revision.variables
      .filter((variable) => variable.origin === 'set in console' && !variable.secret && variable.value !== null)
      .map((variable) => [variable.name, variable.value ?? '']),
  ),
  profiles: revision.profiles,
  baseRevision: newest,
  filesFrom: revision.number,
})

export const deployRequestOf = (draft: Draft): DeployRequest => ({
  files: draft.files,
  composeFiles: mergedFiles(draft),
  variables: draft.variables,
  profiles: draft.profiles,
  note: draft.note,
  removeOrphans: draft.removeOrphans,
  pull: draft.pull,
  baseRevision: draft.baseRevision,
})

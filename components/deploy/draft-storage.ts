// The draft in the tab's own storage: a reload keeps it, closing the tab forgets it. Values of variables are left out.
import type { SourceFile } from '@/lib/contract/stacks'
import { isTexts, recordOf, textOf } from '@/lib/json-value'
import { type Draft, emptyDraft } from './draft'

const filesOf = (value: unknown): SourceFile[] | null => {
  if (!Array.isArray(value)) return null
  const files = value.map(recordOf)
  return files.every(({ path, content }) => isTexts([path, content]))
    ? files.map(({ path, content }) => ({ path: textOf(path), content: textOf(content) }))
    : null
}

const revisionOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** Null: an older console kept it, or somebody else. */
function draftOf(value: unknown): Draft | null {
  const kept = recordOf(value)
  const { name, active, note, profiles, composeFiles } = kept
  const files = filesOf(kept.files)
  if (files === null || !isTexts([name, active, note]) || !isTexts(profiles)) return null
  return {
    ...emptyDraft,
    files,
    profiles,
    name: textOf(name),
    active: textOf(active),
    note: textOf(note),
    nameIsTyped: kept.nameIsTyped === true,
    composeFiles: isTexts(composeFiles) ? composeFiles : null,
    baseRevision: revisionOf(kept.baseRevision),
    filesFrom: revisionOf(kept.filesFrom),
    isReadOff: kept.isReadOff === true,
  }
}

const keyOf = (stack: string | null) => `lotse.draft.${stack ?? ''}`

export function readDraft(stack: string | null): Draft | null {
  try {
    const text = sessionStorage.getItem(keyOf(stack))
    return text === null ? null : draftOf(JSON.parse(text))
  } catch {
    // Storage is off or full of something else: there is no draft then.
    return null
  }
}

export function keepDraft(stack: string | null, draft: Draft): void {
  const { variables: _variables, removeOrphans: _orphans, pull: _pull, ...kept } = draft
  try {
    sessionStorage.setItem(keyOf(stack), JSON.stringify(kept))
  } catch {
    // Too large for the tab's storage: the draft then lives as long as the page.
  }
}

export function forgetDraft(stack: string | null): void {
  try {
    sessionStorage.removeItem(keyOf(stack))
  } catch {
    // Nothing was kept where storage is off.
  }
}

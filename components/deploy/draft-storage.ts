// The draft in the tab's own storage: a reload keeps it, closing the tab forgets it. Values of variables are left out.
import { z } from 'zod'
import { sourceFile } from '@/lib/contract/stacks'
import { type Draft, emptyDraft } from './draft'

const stored = z.object({
  name: z.string(),
  nameIsTyped: z.boolean(),
  files: z.array(sourceFile).max(200),
  composeFiles: z.array(z.string()).nullable().default(null),
  active: z.string(),
  profiles: z.array(z.string()),
  note: z.string(),
  baseRevision: z.number().nullable(),
  filesFrom: z.number().nullable().default(null),
  isReadOff: z.boolean().default(false),
})

const keyOf = (stack: string | null) => `lotse.draft.${stack ?? ''}`

export function readDraft(stack: string | null): Draft | null {
  try {
    const text = sessionStorage.getItem(keyOf(stack))
    return text === null ? null : { ...emptyDraft, ...stored.parse(JSON.parse(text)) }
  } catch {
    // Storage is off, full of something else or from an older console: there is no draft then.
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

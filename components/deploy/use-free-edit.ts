'use client'
import { useCallback } from 'react'
// One click from a port or subnet that is held to a free one in the text. The editing of YAML is loaded when it is needed.
import { loadPart } from '@/lib/client/load-part'
import type { Conflict } from '@/lib/contract/plan-effects'
import { type Draft, mergedFiles, withContent } from './draft'

/** Resolves to whether it could be written. */
export function useFreeEdit(draft: Draft, edit: (make: (old: Draft) => Draft) => void) {
  return useCallback(
    async (conflict: Conflict): Promise<boolean> => {
      const { freeEdit } = await loadPart(() => import('./free-edit'))
      const written = freeEdit(draft.files, mergedFiles(draft), conflict)
      if (written !== null) edit((old) => withContent(old, written.path, written.content))
      return written !== null
    },
    [draft, edit],
  )
}

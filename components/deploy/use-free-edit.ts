'use client'
// One click from a port or subnet that is held to a free one in the text. The editing of YAML is loaded when it is needed.
import { useCallback, useEffect, useRef } from 'react'
import { loadPart } from '@/lib/client/load-part'
import type { Conflict } from '@/lib/contract/plan-effects'
import { type Draft, mergedFiles, withContent } from './draft'

/** Resolves to whether it could be written. */
export function useFreeEdit(draft: Draft, edit: (make: (old: Draft) => Draft) => void) {
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  }, [draft])
  return useCallback(
    async (conflict: Conflict): Promise<boolean> => {
      const { freeEdit } = await loadPart(() => import('./free-edit'))
      // What was written meanwhile stays.
      const { current } = latest
      const written = freeEdit(current.files, mergedFiles(current), conflict)
      if (written !== null) edit((old) => withContent(old, written.path, written.content))
      return written !== null
    },
    [edit],
  )
}

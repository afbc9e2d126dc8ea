'use client'
// Hints on the compose files of a draft; the rules are fetched after the page is there, since nothing waits for them.
import { useDeferredValue, useEffect, useState } from 'react'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import type { Diagnostic } from '@/lib/contract/common'
import type { SourceFile } from '@/lib/contract/stacks'
import { lintTexts } from '@/lib/texts/lint'

const none: Diagnostic[] = []

/** `paths`: the compose files among `files`. */
export function useLintHints(files: readonly SourceFile[], paths: readonly string[]): Diagnostic[] {
  const t = useTexts(lintTexts)
  const rested = useDeferredValue(files)
  const wanted = paths.join('\n')
  const [hints, setHints] = useState(none)
  useEffect(() => {
    let isLatest = true
    const chosen = rested.filter(({ path }) => wanted.split('\n').includes(path))
    loadPart(() => import('./editor/lint-hints')).then(
      ({ lintHints }) => {
        if (isLatest) setHints(chosen.flatMap(({ path, content }) => lintHints(path, content, t)))
      },
      () => undefined,
    )
    return () => {
      isLatest = false
    }
  }, [rested, wanted, t])
  return hints
}

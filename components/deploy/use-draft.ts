'use client'
// The draft's life on the page: read from the tab's storage, else from the stack's newest revision, joined by files that
// are dropped anywhere, kept after each change.
import { useCallback, useEffect, useRef, useState } from 'react'
import { claimDrops, type DroppedFiles, takeDroppedFiles } from '@/lib/client/dropped-files'
import { useEditedRevision, useReconstruction } from '@/lib/client/use-deploy'
import { asStackName, type Draft, draftOf, emptyDraft, mergedFiles, readOffDraft, withFiles } from './draft'
import { forgetDraft, keepDraft, readDraft } from './draft-storage'

/** A name for a stack whose files give none: the folder's or file's own, unless that says nothing. */
function guessedName(draft: Draft): string {
  const first = mergedFiles(draft)[0]?.split('/').at(-1) ?? ''
  const stem = first.replace(/\.ya?ml$/i, '').replace(/(docker-)?(compose|stack)/i, '')
  return asStackName(stem) || 'stack'
}

/** `onTaken`: files were dropped or chosen. */
export function useDraft(stack: string | null, onTaken: () => void) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const [skipped, setSkipped] = useState<DroppedFiles['skipped']>([])
  /** What was being written when files for something else were dropped on another page. */
  const [setAside, setSetAside] = useState<Draft | null>(null)
  const [wantsRevision, setWantsRevision] = useState(false)
  const edited = useEditedRevision(wantsRevision ? stack : null)
  const isForeign = edited.data?.revision === null && edited.data.isForeign
  const readOff = useReconstruction(isForeign ? stack : null)
  const discarded = useRef(false)

  const change = useCallback((make: (old: Draft) => Draft) => {
    discarded.current = false
    setDraft((old) => make(old ?? emptyDraft))
  }, [])

  const takeFiles = useCallback(
    (dropped: DroppedFiles) => {
      setSkipped(dropped.skipped)
      if (dropped.files.length === 0) return
      onTaken()
      // What was deployed is no draft any more: files for another stack do not join it.
      const beginsAnew = discarded.current && stack === null
      change((old) => {
        const next = withFiles(beginsAnew ? emptyDraft : old, dropped.files)
        return next.nameIsTyped || next.files.length === 0 ? next : { ...next, name: guessedName(next) }
      })
    },
    [change, onTaken, stack],
  )

  // Storage and drops exist in the browser only.
  useEffect(() => {
    const kept = readDraft(stack)
    const dropped = takeDroppedFiles()
    const isForElse = kept !== null && kept.files.length > 0 && dropped !== null && dropped.files.length > 0
    if (isForElse) {
      setSetAside(kept)
      setDraft(emptyDraft)
    } else if (kept) setDraft(kept)
    else if (stack !== null) setWantsRevision(true)
    else setDraft(emptyDraft)
    if (dropped) takeFiles(dropped)
    return claimDrops(takeFiles)
  }, [stack, takeFiles])

  useEffect(() => {
    if (!wantsRevision || stack === null || edited.data === undefined) return
    const known = edited.data
    if (known.revision !== null) setDraft((old) => old ?? draftOf(stack, known.revision, known.newest))
    else if (!known.isForeign) setDraft((old) => old ?? { ...emptyDraft, name: stack, nameIsTyped: true })
    else if (readOff.data) setDraft((old) => old ?? readOffDraft(stack, readOff.data.files))
  }, [wantsRevision, stack, edited.data, readOff.data])

  useEffect(() => {
    if (draft && !discarded.current) keepDraft(stack, draft)
  }, [stack, draft])

  /** Called once the draft became a revision: what is typed from now on builds on that one. */
  const discard = useCallback(
    (revision: number | null) => {
      setDraft((old) => old && { ...old, baseRevision: revision, filesFrom: revision, isReadOff: false })
      discarded.current = true
      forgetDraft(stack)
    },
    [stack],
  )

  return {
    draft: draft ?? emptyDraft,
    change,
    takeFiles,
    skipped,
    dismissSkipped: () => setSkipped([]),
    setAside,
    bringBack: () => {
      if (setAside) change(() => setAside)
      setSetAside(null)
    },
    isReadOff: draft?.isReadOff === true,
    isLoading: draft === null && !edited.error && !readOff.error,
    error: edited.error ?? readOff.error,
    discard,
  }
}

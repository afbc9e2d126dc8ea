'use client'
// `docker run` commands that were pasted or dropped: offered as services, and what became of them.
import { useCallback, useState } from 'react'
import { loadPart } from '@/lib/client/load-part'
import type { Note } from '@/lib/docker-run/convert-run'
import { type Draft, mergedFiles, withContent } from './draft'

type Outcome = { names: string[]; notes: Note[]; faultLine: number | null }
export type RunOffer = { text: string; count: number }

const converter = () => loadPart(() => import('@/lib/docker-run/convert-run'))

/** Quick and never wrong in the negative; the converter decides. */
const mayBeRun = (text: string): boolean => /\b(?:docker|podman|nerdctl)\b[^\n]*\b(?:run|create)\b/.test(text)

export function useRunOffer(draft: Draft, edit: (make: (old: Draft) => Draft) => void) {
  const [offer, setOffer] = useState<RunOffer | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  const convert = useCallback(
    async (text: string) => {
      const { convertRun, namesTaken, withRunServices } = await converter()
      const path = mergedFiles(draft).includes(draft.active) ? draft.active : (mergedFiles(draft)[0] ?? 'compose.yaml')
      const before = draft.files.find((file) => file.path === path)?.content ?? ''
      const converted = convertRun(text, namesTaken(before))
      const written = withRunServices(before, converted)
      const names = converted.services.map(({ name }) => name)
      const notes = [...converted.services.flatMap((service) => service.notes), ...converted.notes]
      setOffer(null)
      setOutcome({ names: written.ok ? names : [], notes, faultLine: written.ok ? null : written.line })
      if (!written.ok || names.length === 0) return
      edit((old) => {
        const has = old.files.some((file) => file.path === path)
        const next = has
          ? withContent(old, path, written.text)
          : { ...old, files: [...old.files, { path, content: written.text }] }
        return { ...next, active: path, ...(next.name === '' && names[0] ? { name: names[0].toLowerCase() } : {}) }
      })
    },
    [draft, edit],
  )

  const isRun = useCallback(
    async (text: string): Promise<boolean> => mayBeRun(text) && (await converter()).looksLikeRun(text),
    [],
  )

  /** Resolves to whether the text holds such commands; they are then offered. */
  const consider = useCallback(
    async (text: string): Promise<boolean> => {
      if (!(await isRun(text))) return false
      const { convertRun } = await converter()
      setOutcome(null)
      setOffer({ text, count: convertRun(text).services.length })
      return true
    },
    [isRun],
  )

  return {
    offer,
    outcome,
    consider,
    isRun,
    convert,
    decline: () => setOffer(null),
    dismiss: () => setOutcome(null),
  }
}

'use client'
// The draft's side of the board: which of its files the pins are written to, and the way back.
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import type { Plan } from '@/lib/contract/plan'
import { deployBoardTexts } from '@/lib/texts/deploy-board'
import { type Draft, mergedFiles, withContent } from '../draft'
import type { GhostBoardProps } from './ghost-board'

const GhostBoard = dynamic<GhostBoardProps>(() => loadPart(() => import('./ghost-board')), { ssr: false })

type OnBoard = Pick<GhostBoardProps, 'isBusy' | 'onService' | 'acts'> & {
  plan: Plan | undefined
  draft: Draft
  edit: (make: (old: Draft) => Draft) => void
  onShow: (place: { path: string; line: number; column: number; isShownOnly: boolean }) => void
}

export function PlanOnBoard({ plan, isBusy, draft, edit, onService, onShow, acts }: OnBoard) {
  const t = useTexts(deployBoardTexts)
  const files = useMemo(
    () => mergedFiles(draft).flatMap((path) => draft.files.find((file) => file.path === path) ?? []),
    [draft],
  )
  if (!plan) return <p className="pad ink-2">{t.waiting}</p>
  const written = (old: Draft, texts: GhostBoardProps['files']) =>
    texts.reduce((next, { path, content }) => withContent(next, path, content), old)
  return (
    <GhostBoard
      plan={plan}
      isBusy={isBusy}
      files={files}
      onService={onService}
      acts={acts}
      onFiles={(texts, { path, line }) => {
        edit((old) => ({ ...written(old, texts), active: path }))
        onShow({ path, line, column: 1, isShownOnly: true })
      }}
      onRevert={(from, to) =>
        edit((old) =>
          from.every(({ path, content }) => old.files.some((file) => file.path === path && file.content === content))
            ? written(old, to)
            : old,
        )
      }
    />
  )
}

'use client'
// Tells that somebody else deployed the stack that is being edited, and puts both changes together. Until that is done the
// draft cannot be deployed: the server refuses it, and nothing is overwritten in silence.
import dynamic from 'next/dynamic'
import { Banner } from '@/components/ui/banner'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import type { Revision } from '@/lib/contract/stacks'
import { deployMergeTexts } from '@/lib/texts/deploy-merge'
import type { Draft } from './draft'

const MergeDialog = dynamic(() => loadPart(() => import('./merge-dialog')), { ssr: false })

type Props = {
  stack: string
  draft: Draft
  newest: Revision
  open: boolean
  onOpen: (open: boolean) => void
  onTake: (files: Draft['files'], revision: number) => void
}

export function OthersNotice({ stack, draft, newest, open, onOpen, onTake }: Props) {
  const t = useTexts(deployMergeTexts)
  return (
    <>
      <Banner
        kind="warn"
        title={t.others(newest.createdBy, newest.number)}
        end={
          <button type="button" className="link" onClick={() => onOpen(true)}>
            {t.merge}
          </button>
        }
      />
      {open && draft.filesFrom !== null && (
        <MergeDialog
          stack={stack}
          base={draft.filesFrom}
          newest={newest}
          mine={draft.files}
          onClose={() => onOpen(false)}
          onTake={(files) => {
            onTake(files, newest.number)
            onOpen(false)
          }}
        />
      )}
    </>
  )
}

'use client'
// Asks before an act is taken back, in words of what will then be done.
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useUndo } from '@/lib/client/use-undo'
import { activityTexts } from '@/lib/texts/activity'
import type { UndoCall } from './undo'

type Props = { undo: { words: string; call: UndoCall }; onClose: () => void }

export function UndoDialog({ undo, onClose }: Props) {
  const t = useTexts(activityTexts).undo
  const blocked = useActBlocked()
  const act = useUndo()
  return (
    <ConfirmDialog
      title={undo.words}
      confirmLabel={t.label}
      danger={false}
      disabledReason={blocked}
      busy={act.isPending}
      error={act.error}
      onClose={onClose}
      onConfirm={() =>
        act.mutate(undo.call, {
          onSuccess: () => {
            toast({ kind: 'ok', text: t.done(undo.words) })
            onClose()
          },
        })
      }
    >
      {t.lead}
    </ConfirmDialog>
  )
}

'use client'
// Asks before one of two copies goes, and names the one that stays.
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useRemoveCopy } from '@/lib/client/use-remove-copy'
import { attentionTexts } from '@/lib/texts/attention'
import { uiTexts } from '@/lib/texts/ui'

export type CopyToRemove = { id: string; place: string; stays: { id: string; place: string } }
type Props = { copy: CopyToRemove; onClose: () => void }

export function RemoveCopyDialog({ copy, onClose }: Props) {
  const t = useTexts(attentionTexts).copies
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  const remove = useRemoveCopy()
  return (
    <ConfirmDialog
      title={ui.removeOf(copy.place)}
      confirmLabel={ui.removeOf(copy.place)}
      disabledReason={blocked}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ id: copy.id, stays: copy.stays.id }, { onSuccess: onClose })}
    >
      {t.lead(copy.stays.place)}
    </ConfirmDialog>
  )
}

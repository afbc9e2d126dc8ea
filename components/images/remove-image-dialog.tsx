'use client'
// Removes an image from the hosts that have it, each named before.
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useTexts } from '@/lib/client/language'
import { useRemoveImage } from '@/lib/client/use-inventory'
import { useActBlocked } from '@/lib/client/use-live'
import type { Image } from '@/lib/contract/inventory'
import { imageTexts } from '@/lib/texts/inventory'
import { uiTexts } from '@/lib/texts/ui'

type Props = { image: Image; name: string; onClose: () => void }

export function RemoveImageDialog({ image, name, onClose }: Props) {
  const t = useTexts(imageTexts).remove
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  const remove = useRemoveImage()
  return (
    <ConfirmDialog
      title={ui.removeOf(name)}
      confirmLabel={image.hostIds.length === 1 ? t.one : t.many(image.hostIds.length)}
      items={image.hostIds.map((id, index) => ({ id, content: image.hostNames[index] ?? id }))}
      disabledReason={blocked}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(image, { onSuccess: onClose })}
    >
      {t.lead}
    </ConfirmDialog>
  )
}

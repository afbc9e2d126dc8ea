'use client'
// Removes an image from the hosts that have it, each named before.
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useRemoveImage } from '@/lib/client/use-inventory'
import type { Image } from '@/lib/contract/inventory'

type Props = { image: Image; name: string; onClose: () => void }

export function RemoveImageDialog({ image, name, onClose }: Props) {
  const remove = useRemoveImage()
  return (
    <ConfirmDialog
      title={`Remove ${name}`}
      confirmLabel={image.hostIds.length === 1 ? 'Remove it' : `Remove it from ${image.hostIds.length} hosts`}
      items={image.hostIds.map((id, index) => ({ id, content: image.hostNames[index] ?? id }))}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(image, { onSuccess: onClose })}
    >
      A later deploy pulls it again from its registry.
    </ConfirmDialog>
  )
}

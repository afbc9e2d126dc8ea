'use client'
// Removes a stack after showing what that covers. Named volumes stay unless their removal is chosen.
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Checkbox } from '@/components/ui/field'
import { useRemoveStack } from '@/lib/client/use-stacks'
import type { Deployment, Stack } from '@/lib/contract/stacks'

type Props = { stack: Stack; onClose: () => void; onBegun: (deployment: Deployment) => void }

export function RemoveStackDialog({ stack, onClose, onBegun }: Props) {
  const [volumes, setVolumes] = useState(false)
  const remove = useRemoveStack(stack.name)
  const items = stack.services.flatMap((service) =>
    service.replicas.map((replica) => ({
      id: replica.containerId,
      content: `${service.name}.${replica.number}`,
      remark: replica.known ? replica.state : 'its host does not answer',
    })),
  )
  return (
    <ConfirmDialog
      title={`Remove ${stack.name}`}
      confirmLabel="Remove the stack"
      items={items}
      {...(volumes ? { confirmWord: stack.name } : {})}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ volumes }, { onSuccess: onBegun })}
    >
      Its containers and networks go; what they wrote to named volumes stays.
      <Checkbox
        checked={volumes}
        onChange={(event) => setVolumes(event.target.checked)}
        label="Remove its volumes too: their data cannot be brought back"
      />
    </ConfirmDialog>
  )
}

'use client'
// Removes a stack after showing what that covers. Named volumes stay unless their removal is chosen.
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Checkbox } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useRemoveStack } from '@/lib/client/use-stacks'
import type { Deployment, Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { stateTexts } from '@/lib/texts/states'
import { uiTexts } from '@/lib/texts/ui'
import { replicaWords } from './replica-words'

type Props = { stack: Stack; onClose: () => void; onBegun: (deployment: Deployment) => void }

export function RemoveStackDialog({ stack, onClose, onBegun }: Props) {
  const t = useTexts(stackTexts).remove
  const ui = useTexts(uiTexts)
  const states = useTexts(stateTexts).container
  const [volumes, setVolumes] = useState(false)
  const blocked = useActBlocked()
  const remove = useRemoveStack(stack.name)
  const items = stack.services.flatMap((service) =>
    service.replicas.map((replica) => ({
      id: replica.containerId,
      content: `${service.name}.${replica.number}`,
      remark: replica.known ? replicaWords(replica.state, states) : t.silent,
    })),
  )
  return (
    <ConfirmDialog
      title={ui.removeOf(stack.name)}
      confirmLabel={t.go}
      items={items}
      {...(volumes ? { confirmWord: stack.name } : {})}
      disabledReason={blocked}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ volumes }, { onSuccess: onBegun })}
    >
      {t.lead}
      <Checkbox checked={volumes} onChange={(event) => setVolumes(event.target.checked)} label={t.volumes} />
    </ConfirmDialog>
  )
}

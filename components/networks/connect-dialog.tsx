'use client'
// Joins one more container to a network.
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useContainerList } from '@/lib/client/use-containers'
import { useActBlocked } from '@/lib/client/use-live'
import { useConnect } from '@/lib/client/use-networks'
import type { NetworkDetail } from '@/lib/contract/networks'
import { networkTexts } from '@/lib/texts/networks'

const offered = 100

export function ConnectDialog({ network, onClose }: { network: NetworkDetail; onClose: () => void }) {
  const blocked = useActBlocked()
  const t = useTexts(networkTexts).connect
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const containers = useContainerList({ q: `-network:${network.name} ${text}`, sort: 'name' }, offered)
  const connect = useConnect(network.id)
  const reachable = (containers.data?.items ?? []).filter(
    (container) => network.scope !== 'local' || network.hostIds.includes(container.hostId),
  )
  const id = reachable.some((container) => container.id === chosen) ? chosen : (reachable[0]?.id ?? '')
  return (
    <Dialog
      title={t.title(network.displayName)}
      onClose={onClose}
      onSubmit={() => id !== '' && connect.mutate(id, { onSuccess: onClose })}
      footer={
        <DialogFooter
          label={t.go}
          busy={connect.isPending}
          disabledReason={blocked ?? (id === '' ? t.none : undefined)}
          onClose={onClose}
        />
      }
    >
      <Field label={t.find}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            placeholder={t.findHint}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.container}>
        {(control) => (
          <Select {...control} value={id} onChange={(event) => setChosen(event.target.value)}>
            {reachable.map((container) => (
              <option key={container.id} value={container.id}>
                {container.hostName}/{container.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <InlineError error={connect.error} />
    </Dialog>
  )
}

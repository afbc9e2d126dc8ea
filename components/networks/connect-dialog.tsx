'use client'
// Joins one more container to a network.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { useContainerList } from '@/lib/client/use-containers'
import { useConnect } from '@/lib/client/use-networks'
import type { NetworkDetail } from '@/lib/contract/networks'

const offered = 100

export function ConnectDialog({ network, onClose }: { network: NetworkDetail; onClose: () => void }) {
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
      title={`Connect a container to ${network.displayName}`}
      onClose={onClose}
      onSubmit={() => id !== '' && connect.mutate(id, { onSuccess: onClose })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={connect.isPending}
            disabledReason={id === '' ? 'no container matches' : undefined}
          >
            Connect
          </Button>
        </>
      }
    >
      <Field label="Find">
        {(control) => (
          <Input
            {...control}
            autoFocus
            placeholder="name, stack:shop, host:n1"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label="Container">
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

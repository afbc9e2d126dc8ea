'use client'
// How many containers a service has. The plan decides where they go.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { useScale } from '@/lib/client/use-stacks'
import type { Deployment, Stack } from '@/lib/contract/stacks'

type Props = { stack: Stack; onClose: () => void; onBegun: (deployment: Deployment) => void }

export function ScaleDialog({ stack, onClose, onBegun }: Props) {
  const [service, setService] = useState(stack.services[0]?.name ?? '')
  const current = stack.services.find((entry) => entry.name === service)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? String(current?.desired ?? 1)
  const replicas = /^\d{1,5}$/.test(text) && Number(text) <= 10_000 ? Number(text) : null
  const scale = useScale(stack.name)
  const reason =
    replicas === null
      ? 'a number from 0 to 10000'
      : replicas === current?.desired
        ? 'it has that many already'
        : undefined
  return (
    <Dialog
      title={`Scale ${stack.name}`}
      onClose={onClose}
      onSubmit={() => {
        if (reason === undefined && replicas !== null) scale.mutate({ service, replicas }, { onSuccess: onBegun })
      }}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" busy={scale.isPending} disabledReason={reason}>
            Scale
          </Button>
        </>
      }
    >
      <Field label="Service">
        {(control) => (
          <Select
            {...control}
            value={service}
            onChange={(event) => {
              setService(event.target.value)
              setTyped(null)
            }}
          >
            {stack.services.map((entry) => (
              <option key={entry.name} value={entry.name}>
                {entry.name}, {entry.desired} now
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Containers"
        hint="The highest numbers go first when there are fewer."
        error={replicas === null ? 'a number from 0 to 10000' : undefined}
      >
        {(control) => (
          <Input {...control} inputMode="numeric" value={text} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <InlineError error={scale.error} />
    </Dialog>
  )
}

'use client'
// A new network: an overlay over the cluster, or a local one on a host. The server checks the subnet against every other.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import { useHosts } from '@/lib/client/use-hosts'
import { useCreateNetwork } from '@/lib/client/use-networks'
import { createNetworkRequest } from '@/lib/contract/networks'

/** Made by the engine alone, never by a person. */
const notForPeople = new Set(['host', 'null', 'none'])

export function CreateNetworkDialog({ onClose }: { onClose: () => void }) {
  const hosts = useHosts()
  const create = useCreateNetwork()
  const [form, setForm] = useState({
    name: '',
    driver: 'overlay',
    hostId: '',
    subnet: '',
    gateway: '',
    internal: false,
    attachable: true,
  })
  const set = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }))
  const offered = new Set(['overlay', ...(hosts.data ?? []).flatMap((host) => host.engine?.networkDrivers ?? [])])
  const isLocal = form.driver !== 'overlay'
  const request = createNetworkRequest.safeParse({
    ...form,
    hostId: isLocal ? form.hostId || hosts.data?.[0]?.id : undefined,
    subnet: form.subnet || undefined,
    gateway: form.gateway || undefined,
  })
  const nameError =
    form.name === '' || request.success ? undefined : 'letters, digits, _ . and -, beginning with a letter or digit'
  return (
    <Dialog
      title="Create a network"
      onClose={onClose}
      onSubmit={() => request.success && create.mutate(request.data, { onSuccess: onClose })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={create.isPending}
            disabledReason={request.success ? undefined : 'give it a name first'}
          >
            Create
          </Button>
        </>
      }
    >
      <Field label="Name" error={nameError}>
        {(control) => (
          <Input
            {...control}
            mono
            autoFocus
            value={form.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Driver" hint={isLocal ? 'on one host' : 'joins containers of all hosts'}>
        {(control) => (
          <Select {...control} value={form.driver} onChange={(event) => set({ driver: event.target.value })}>
            {[...offered]
              .filter((driver) => !notForPeople.has(driver))
              .map((driver) => (
                <option key={driver}>{driver}</option>
              ))}
          </Select>
        )}
      </Field>
      {isLocal && (
        <Field label="Host">
          {(control) => (
            <Select {...control} value={form.hostId} onChange={(event) => set({ hostId: event.target.value })}>
              {hosts.data?.map((host) => (
                <option key={host.id} value={host.id}>
                  {host.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="pair">
        <Field label="Subnet" hint="Left empty: a free one is chosen.">
          {(control) => (
            <Input
              {...control}
              mono
              placeholder="10.0.9.0/24"
              value={form.subnet}
              onChange={(event) => set({ subnet: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label="Gateway">
          {(control) => (
            <Input
              {...control}
              mono
              value={form.gateway}
              onChange={(event) => set({ gateway: event.target.value.trim() })}
            />
          )}
        </Field>
      </div>
      <Checkbox
        checked={form.internal}
        onChange={(event) => set({ internal: event.target.checked })}
        label="Internal: no way out of the cluster"
      />
      {!isLocal && (
        <Checkbox
          checked={form.attachable}
          onChange={(event) => set({ attachable: event.target.checked })}
          label="Attachable: single containers may join"
        />
      )}
      <InlineError error={create.error} />
    </Dialog>
  )
}

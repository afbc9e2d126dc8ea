'use client'
// A new network: an overlay over the cluster, or a local one on a host. The server checks the subnet against every other.
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useHosts } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import { useCreateNetwork } from '@/lib/client/use-networks'
import { createNetworkRequest } from '@/lib/contract/networks'
import { networkTexts } from '@/lib/texts/networks'

/** Made by the engine alone, never by a person. */
const notForPeople = new Set(['host', 'null', 'none'])

export function CreateNetworkDialog({ onClose }: { onClose: () => void }) {
  const blocked = useActBlocked()
  const t = useTexts(networkTexts).create
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
  const nameError = form.name === '' || request.success ? undefined : t.badName
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={() => request.success && create.mutate(request.data, { onSuccess: onClose })}
      footer={
        <DialogFooter
          label={t.go}
          busy={create.isPending}
          disabledReason={blocked ?? (request.success ? undefined : t.unready)}
          onClose={onClose}
        />
      }
    >
      <Field label={t.name} error={nameError}>
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
      <Field label={t.driver} hint={isLocal ? t.local : t.wide}>
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
        <Field label={t.host}>
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
        <Field label={t.subnet} hint={t.subnetHint}>
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
        <Field label={t.gateway}>
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
        label={t.internal}
      />
      {!isLocal && (
        <Checkbox
          checked={form.attachable}
          onChange={(event) => set({ attachable: event.target.checked })}
          label={t.attachable}
        />
      )}
      <InlineError error={create.error} />
    </Dialog>
  )
}

'use client'
// Joins hosts into overlay networking: which ones, by which address, how many managers; then each step as it happens.
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import { Steps } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useEnableOverlay } from '@/lib/client/use-networks'
import type { OverlayStatus } from '@/lib/contract/networks'
import { networkTexts } from '@/lib/texts/networks'

const stepStates = { running: 'running', done: 'ok', failed: 'failed' } as const

export function EnableOverlayDialog({ status, onClose }: { status: OverlayStatus; onClose: () => void }) {
  const blocked = useActBlocked()
  const t = useTexts(networkTexts).overlay
  const enable = useEnableOverlay()
  const candidates = status.hosts.filter((host) => host.status === 'out')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [addresses, setAddresses] = useState<Record<string, string>>({})
  const [managers, setManagers] = useState<'' | '1' | '3' | '5'>('')
  const chosen = candidates.filter((host) => !left.has(host.hostId))
  return (
    <Dialog
      broad
      title={status.enabled ? t.addTitle : t.enableTitle}
      onClose={onClose}
      onSubmit={() =>
        enable.mutate(
          {
            hostIds: chosen.map((host) => host.hostId),
            addresses: Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== '')),
            ...(managers === '' ? {} : { managers: Number(managers) as 1 | 3 | 5 }),
          },
          { onSuccess: (result) => result.ok && onClose() },
        )
      }
      footer={
        <DialogFooter
          label={(status.enabled ? t.add : t.enable)(chosen.length)}
          busy={enable.isPending}
          disabledReason={blocked ?? (chosen.length === 0 ? t.choose : undefined)}
          onClose={onClose}
        />
      }
    >
      <p className="ink-2">{t.lead}</p>
      <ul className="scope">
        {candidates.map((host) => (
          <li key={host.hostId}>
            <Checkbox
              checked={!left.has(host.hostId)}
              label={host.hostName}
              onChange={(event) => {
                const next = new Set(left)
                if (event.target.checked) next.delete(host.hostId)
                else next.add(host.hostId)
                setLeft(next)
              }}
            />
            <span className="push">
              <Input
                mono
                aria-label={t.addressOf(host.hostName)}
                placeholder={host.address ?? t.addressHint}
                value={addresses[host.hostId] ?? ''}
                onChange={(event) => setAddresses((old) => ({ ...old, [host.hostId]: event.target.value.trim() }))}
              />
            </span>
          </li>
        ))}
      </ul>
      <Field label={t.managers} hint={t.managersHint}>
        {(control) => (
          <Select
            {...control}
            value={managers}
            onChange={(event) => setManagers(event.target.value as typeof managers)}
          >
            <option value="">{t.asMany}</option>
            <option>1</option>
            <option>3</option>
            <option>5</option>
          </Select>
        )}
      </Field>
      {enable.steps.length > 0 && (
        <Steps
          label={t.steps}
          steps={enable.steps.map((step) => ({
            id: `${step.kind} ${step.hostId}`,
            name: t.step[step.kind](step.hostName),
            state: stepStates[step.state],
            message: <Said text={step.message} />,
            ...(step.fix ? { fix: step.fix } : {}),
          }))}
        />
      )}
      <InlineError error={enable.error} />
    </Dialog>
  )
}

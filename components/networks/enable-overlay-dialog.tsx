'use client'
// Joins hosts into overlay networking: which ones, by which address, how many managers; then each step as it happens.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import { Steps } from '@/components/ui/progress'
import { useEnableOverlay } from '@/lib/client/use-networks'
import type { OverlayStatus, OverlayStep } from '@/lib/contract/networks'

const stepNames: Record<OverlayStep['kind'], string> = {
  init: 'begins on',
  join: 'joins',
  promote: 'becomes manager',
  demote: 'becomes worker',
  leave: 'leaves',
  'remove-node': 'is forgotten',
  'check-ports': 'ports of',
}
const stepStates = { running: 'running', done: 'ok', failed: 'failed' } as const

export function EnableOverlayDialog({ status, onClose }: { status: OverlayStatus; onClose: () => void }) {
  const enable = useEnableOverlay()
  const candidates = status.hosts.filter((host) => host.status === 'out')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [addresses, setAddresses] = useState<Record<string, string>>({})
  const [managers, setManagers] = useState<'' | '1' | '3' | '5'>('')
  const chosen = candidates.filter((host) => !left.has(host.hostId))
  return (
    <Dialog
      broad
      title={status.enabled ? 'Add hosts to overlay networking' : 'Enable overlay networking'}
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
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={enable.isPending}
            disabledReason={chosen.length === 0 ? 'choose a host' : undefined}
          >
            {status.enabled ? 'Add' : 'Enable'} on {chosen.length} {chosen.length === 1 ? 'host' : 'hosts'}
          </Button>
        </>
      }
    >
      <p className="ink-2">
        The chosen hosts join one Swarm-mode cluster, used for its networks only. They must reach each other on
        2377/tcp, 7946/tcp and udp, and 4789/udp.
      </p>
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
                aria-label={`Address of ${host.hostName} that the others reach`}
                placeholder={host.address ?? 'address'}
                value={addresses[host.hostId] ?? ''}
                onChange={(event) => setAddresses((old) => ({ ...old, [host.hostId]: event.target.value.trim() }))}
              />
            </span>
          </li>
        ))}
      </ul>
      <Field label="Managers" hint="They keep the state: 3 survive the loss of one, 5 of two.">
        {(control) => (
          <Select
            {...control}
            value={managers}
            onChange={(event) => setManagers(event.target.value as typeof managers)}
          >
            <option value="">as many as fit the number of hosts</option>
            <option>1</option>
            <option>3</option>
            <option>5</option>
          </Select>
        )}
      </Field>
      {enable.steps.length > 0 && (
        <Steps
          label="Steps"
          steps={enable.steps.map((step) => ({
            id: `${step.kind} ${step.hostId}`,
            name: `${stepNames[step.kind]} ${step.hostName}`,
            state: stepStates[step.state],
            message: step.message,
            ...(step.fix ? { fix: step.fix } : {}),
          }))}
        />
      )}
      <InlineError error={enable.error} />
    </Dialog>
  )
}

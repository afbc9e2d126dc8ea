'use client'
// Pulls an image on every host that answers, each host's progress shown by itself.
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import { useActBlocked } from '@/lib/client/use-live'
import { usePull } from '@/lib/client/use-pull'
import { imageTexts } from '@/lib/texts/inventory'

export function PullDialog({ onClose }: { onClose: () => void }) {
  const blocked = useActBlocked()
  const t = useTexts(imageTexts).pull
  const [reference, setReference] = useState('')
  const pull = usePull()
  const wanted = reference.trim()
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={() => wanted !== '' && !pull.isRunning && void pull.start(wanted)}
      footer={
        <DialogFooter
          label={t.go}
          busy={pull.isRunning}
          disabledReason={blocked ?? (wanted === '' ? t.unready : undefined)}
          closes
          onClose={onClose}
        />
      }
    >
      <Field label={t.image} hint={t.hint}>
        {(control) => (
          <Input
            {...control}
            mono
            autoFocus
            placeholder="redis:7"
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
        )}
      </Field>
      {pull.hosts.length > 0 && (
        <ul className="scope" aria-label={t.progress}>
          {pull.hosts.map((host) => (
            <li key={host.hostId}>
              {host.hostName}
              <span className={`push small ${host.state === 'failed' ? 'fail' : 'dim'}`}>
                <Said text={host.error ?? host.detail} />
              </span>
              <Progress
                label={t.on(host.hostName)}
                fraction={host.fraction}
                state={host.state}
                text={said(host.detail)}
              />
            </li>
          ))}
        </ul>
      )}
      <InlineError error={pull.error} />
    </Dialog>
  )
}

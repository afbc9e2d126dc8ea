'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
// Pulls an image on every host that answers, each host's progress shown by itself.
import { useTexts } from '@/lib/client/language'
import { usePull } from '@/lib/client/use-pull'
import { imageTexts } from '@/lib/texts/inventory'
import { uiTexts } from '@/lib/texts/ui'

export function PullDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(imageTexts).pull
  const ui = useTexts(uiTexts)
  const [reference, setReference] = useState('')
  const pull = usePull()
  const wanted = reference.trim()
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={() => wanted !== '' && !pull.isRunning && void pull.start(wanted)}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {ui.close}
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={pull.isRunning}
            disabledReason={wanted === '' ? t.unready : undefined}
          >
            {t.go}
          </Button>
        </>
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
                {host.error ?? host.detail}
              </span>
              <Progress label={t.on(host.hostName)} fraction={host.fraction} state={host.state} text={host.detail} />
            </li>
          ))}
        </ul>
      )}
      <InlineError error={pull.error} />
    </Dialog>
  )
}

'use client'
// Pulls an image on every host that answers, each host's progress shown by itself.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
import { usePull } from '@/lib/client/use-pull'

export function PullDialog({ onClose }: { onClose: () => void }) {
  const [reference, setReference] = useState('')
  const pull = usePull()
  const wanted = reference.trim()
  return (
    <Dialog
      title="Pull an image"
      onClose={onClose}
      onSubmit={() => wanted !== '' && !pull.isRunning && void pull.start(wanted)}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Close
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={pull.isRunning}
            disabledReason={wanted === '' ? 'name an image first' : undefined}
          >
            Pull on all hosts
          </Button>
        </>
      }
    >
      <Field label="Image" hint="Without a registry in its name it comes from Docker Hub; without a tag it is latest.">
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
        <ul className="scope" aria-label="Progress">
          {pull.hosts.map((host) => (
            <li key={host.hostId}>
              {host.hostName}
              <span className={`push small ${host.state === 'failed' ? 'fail' : 'dim'}`}>
                {host.error ?? host.detail}
              </span>
              <Progress
                label={`Pull on ${host.hostName}`}
                fraction={host.fraction}
                state={host.state}
                text={host.detail}
              />
            </li>
          ))}
        </ul>
      )}
      <InlineError error={pull.error} />
    </Dialog>
  )
}

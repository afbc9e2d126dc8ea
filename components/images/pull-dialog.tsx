'use client'
// Pulls an image on every host that answers, each host's progress shown by itself. Closing it stops nothing: the pull goes
// on in the status bar.
import { useEffect, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { useTexts } from '@/lib/client/language'
import { beginPull, forgetPull, usePulls, watchPull } from '@/lib/client/pulls'
import { said } from '@/lib/client/said'
import { useActBlocked } from '@/lib/client/use-live'
import { imageTexts } from '@/lib/texts/inventory'
import { pullTexts } from '@/lib/texts/pulls'

type Props = {
  /** One that was begun before. */
  pullId?: number
  onClose: () => void
}

export function PullDialog({ pullId, onClose }: Props) {
  const blocked = useActBlocked()
  const t = useTexts(imageTexts).pull
  const { goesOn } = useTexts(pullTexts)
  const [begun, setBegun] = useState(pullId)
  const pull = usePulls().find(({ id }) => id === begun)
  const [reference, setReference] = useState(pull?.reference ?? '')
  const wanted = reference.trim()
  const isRunning = pull?.isRunning === true
  useEffect(() => (begun === undefined ? undefined : watchPull(begun)), [begun])
  const forget = () => {
    if (pull && !pull.isRunning) forgetPull(pull.id)
  }
  const close = () => {
    forget()
    onClose()
  }
  return (
    <Dialog
      title={t.title}
      onClose={close}
      onSubmit={() => {
        if (wanted === '' || isRunning || blocked !== undefined) return
        forget()
        setBegun(beginPull(wanted))
      }}
      footer={
        <DialogFooter
          label={t.go}
          busy={isRunning}
          disabledReason={blocked ?? (wanted === '' ? t.unready : undefined)}
          closes
          onClose={close}
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
      {isRunning && <p className="ink-2">{goesOn}</p>}
      {pull && pull.hosts.length > 0 && (
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
      <InlineError error={pull?.error ?? null} />
    </Dialog>
  )
}

'use client'
// Changing one's own password: the current one, the new one twice.
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useChangePassword } from '@/lib/client/use-session'
import { authTexts } from '@/lib/texts/auth'

const shortest = 10

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const blocked = useActBlocked()
  const t = useTexts(authTexts).change
  const change = useChangePassword()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const tooShort = next !== '' && next.length < shortest ? t.short(shortest) : undefined
  const differs = again !== '' && again !== next ? t.differs : undefined
  const unready = current === '' || next.length < shortest || again !== next ? t.unready : undefined
  const save = () => {
    if (unready) return
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          toast({ kind: 'ok', text: t.done })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={save}
      footer={
        <DialogFooter label={t.title} busy={change.isPending} disabledReason={blocked ?? unready} onClose={onClose} />
      }
    >
      <div className="form pt-2">
        <Field label={t.current}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.next} error={tooShort} hint={t.short(shortest)}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.again} error={differs}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </Field>
        <InlineError error={change.error} />
      </div>
    </Dialog>
  )
}

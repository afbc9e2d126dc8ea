'use client'
// Changing one's own password: the current one, the new one twice.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { useChangePassword } from '@/lib/client/use-session'

const shortest = 10

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const change = useChangePassword()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const tooShort = next !== '' && next.length < shortest ? `at least ${shortest} characters` : undefined
  const differs = again !== '' && again !== next ? 'differs from the new password' : undefined
  const unready = current === '' || next.length < shortest || again !== next ? 'fill in all three first' : undefined
  const save = () => {
    if (unready) return
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          toast({ kind: 'ok', text: 'Password changed' })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title="Change password"
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" busy={change.isPending} disabledReason={unready}>
            Change password
          </Button>
        </>
      }
    >
      <div className="form pt-2">
        <Field label="Current password">
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
        <Field label="New password" error={tooShort} hint={`at least ${shortest} characters`}>
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
        <Field label="New password again" error={differs}>
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

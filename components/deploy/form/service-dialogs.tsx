'use client'
// Adding, renaming and removing a service of the text.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { deployFormTexts } from '@/lib/texts/deploy-form'

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/

type Props = {
  /** Absent: a new service. */
  renamed?: string
  taken: readonly string[]
  onClose: () => void
  onDone: (name: string, image: string) => void
}

export function ServiceNameDialog({ renamed, taken, onClose, onDone }: Props) {
  const t = useTexts(deployFormTexts).dialog
  const [name, setName] = useState(renamed ?? '')
  const [image, setImage] = useState('')
  const isTaken = name !== renamed && taken.includes(name)
  const nameFault = name !== '' && !nameForm.test(name) ? t.nameForm : isTaken ? t.taken(name) : undefined
  const missing = name === '' ? t.nameForm : renamed === undefined && image.trim() === '' ? t.needImage : undefined
  const fault = nameFault ?? missing
  return (
    <Dialog
      title={renamed === undefined ? t.add : t.rename(renamed)}
      onClose={onClose}
      onSubmit={() => fault === undefined && onDone(name, image.trim())}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button look="primary" type="submit" disabledReason={fault}>
            {renamed === undefined ? t.addNow : t.renameNow}
          </Button>
        </>
      }
    >
      <Field label={t.name} error={nameFault} hint={renamed === undefined ? undefined : t.renameHint}>
        {(control) => (
          <Input {...control} mono autoFocus value={name} onChange={(event) => setName(event.target.value.trim())} />
        )}
      </Field>
      {renamed === undefined && (
        <Field label={t.image}>
          {(control) => (
            <Input
              {...control}
              mono
              placeholder="nginx:alpine"
              value={image}
              onChange={(event) => setImage(event.target.value)}
            />
          )}
        </Field>
      )}
    </Dialog>
  )
}

export function RemoveServiceDialog({
  name,
  onClose,
  onDone,
}: {
  name: string
  onClose: () => void
  onDone: () => void
}) {
  const t = useTexts(deployFormTexts).dialog
  return (
    <ConfirmDialog title={t.remove(name)} confirmLabel={t.removeNow} onClose={onClose} onConfirm={onDone}>
      {t.removeWords}
    </ConfirmDialog>
  )
}

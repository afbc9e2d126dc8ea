'use client'
// Asks for the path of a new file of the draft: an override, an .env, an env file.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useSaid } from '@/lib/client/said'
import { sourceFile } from '@/lib/contract/stacks'
import { deployTexts } from '@/lib/texts/deploy'
import { type Draft, freePath } from './draft'

type Props = { draft: Draft; onCreate: (path: string) => void; onClose: () => void }

export function NewFileDialog({ draft, onCreate, onClose }: Props) {
  const t = useTexts(deployTexts).newFile
  const said = useSaid()
  const [path, setPath] = useState(() => freePath(draft, '.env'))
  const wrong = sourceFile.shape.path.safeParse(path).error?.issues[0]?.message
  const taken = draft.files.some((file) => file.path === path) ? t.taken(path) : undefined
  const error = (wrong && said(wrong)) ?? taken
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={() => error === undefined && onCreate(path)}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button look="primary" type="submit" disabledReason={error}>
            {t.create}
          </Button>
        </>
      }
    >
      <Field label={t.path} error={error} hint={t.hint}>
        {(control) => (
          <Input {...control} mono autoFocus value={path} onChange={(event) => setPath(event.target.value.trim())} />
        )}
      </Field>
    </Dialog>
  )
}

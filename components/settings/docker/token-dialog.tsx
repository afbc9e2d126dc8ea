'use client'
// A token for clients of the Docker API that send a header: made and shown once, as the lines that docker's config.json wants.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { useTexts } from '@/lib/client/language'
import { useCreateDockerToken } from '@/lib/client/use-docker-access'
import { useActBlocked } from '@/lib/client/use-live'
import { dockerAccessTexts } from '@/lib/texts/docker-access'
import { uiTexts } from '@/lib/texts/ui'
import { CredentialFields, isName, newWanted } from './credential-fields'

const lifetimes = [
  { days: '30', name: 'month' },
  { days: '365', name: 'year' },
  { days: '', name: 'open' },
] as const

const linesFor = (token: string) => JSON.stringify({ HttpHeaders: { Authorization: `Bearer ${token}` } }, null, 2)

export function TokenDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(dockerAccessTexts)
  const t = texts.token
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  const create = useCreateDockerToken()
  const [wanted, setWanted] = useState(newWanted)
  const unready = blocked ?? (isName(wanted.name) ? undefined : texts.issue.unready)
  const make = () => {
    if (unready || create.data) return
    const { name, role, days } = wanted
    create.mutate({ name: name.trim(), role, ...(days === '' ? {} : { expiresInDays: Number(days) }) })
  }
  const lines = create.data ? linesFor(create.data.token) : ''
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={make}
      footer={
        create.data ? (
          <Button look="primary" onClick={onClose}>
            {ui.close}
          </Button>
        ) : (
          <DialogFooter label={t.make} busy={create.isPending} disabledReason={unready} onClose={onClose} />
        )
      }
    >
      <p className="ink-2 prose">{t.lead}</p>
      {create.data ? (
        <div className="cmd">
          <code className="pre">{lines}</code>
          <span className="push">
            <CopyButton text={lines} label={t.copy} />
          </span>
        </div>
      ) : (
        <CredentialFields wanted={wanted} lifetimes={lifetimes} onChange={setWanted} />
      )}
      <InlineError error={create.error} />
    </Dialog>
  )
}

'use client'
// A client certificate with its bundle: made, handed to the browser at once, and how it is used elsewhere. The key is in this
// answer and nowhere else.
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Select } from '@/components/ui/field'
import { State } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { saveFile } from '@/lib/client/save-file'
import { useIssueCertificate } from '@/lib/client/use-docker-access'
import { useActBlocked } from '@/lib/client/use-live'
import type { IssuedBundle } from '@/lib/contract/docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'
import { uiTexts } from '@/lib/texts/ui'
import { CredentialFields, isName, newWanted } from './credential-fields'

const lifetimes = [
  { days: '30', name: 'month' },
  { days: '365', name: 'year' },
  { days: '1095', name: 'years' },
] as const

const save = ({ fileName, bundle }: IssuedBundle) => saveFile(fileName, bundle, 'application/x-tar')
const linesFor = (name: string) =>
  [
    `tar xf ${name}.tar`,
    `docker context import ${name} ${name}/${name}.dockercontext`,
    `docker --context ${name} ps`,
  ].join('\n')

export function IssueDialog({ names, onClose }: { names: readonly string[]; onClose: () => void }) {
  const t = useTexts(dockerAccessTexts).issue
  const blocked = useActBlocked()
  const issue = useIssueCertificate()
  const [wanted, setWanted] = useState(newWanted)
  // By the name that the console was opened with, if the certificate holds for it.
  const here = names.find((name) => name === window.location.hostname)
  const [host, setHost] = useState(here ?? names[0] ?? '')
  if (issue.data) return <Made issued={issue.data} onClose={onClose} />
  const unready = blocked ?? (isName(wanted.name) ? undefined : t.unready)
  const make = () => {
    if (unready) return
    issue.mutate({ name: wanted.name.trim(), role: wanted.role, days: Number(wanted.days), host }, { onSuccess: save })
  }
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      onSubmit={make}
      footer={<DialogFooter label={t.make} busy={issue.isPending} disabledReason={unready} onClose={onClose} />}
    >
      <CredentialFields wanted={wanted} lifetimes={lifetimes} onChange={setWanted} />
      <Field label={t.host}>
        {(control) => (
          <Select {...control} value={host} onChange={(event) => setHost(event.target.value)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <InlineError error={issue.error} />
    </Dialog>
  )
}

function Made({ issued, onClose }: { issued: IssuedBundle; onClose: () => void }) {
  const t = useTexts(dockerAccessTexts).issue
  const ui = useTexts(uiTexts)
  const lines = linesFor(issued.certificate.name)
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      footer={
        <>
          <Button icon={Download} onClick={() => save(issued)}>
            {t.again}
          </Button>
          <Button look="primary" onClick={onClose}>
            {ui.close}
          </Button>
        </>
      }
    >
      <p role="status" className="prose">
        <State kind="ok" words={t.made(issued.fileName)} />
      </p>
      <p className="dim">{t.use}</p>
      <div className="cmd">
        <code className="pre">{lines}</code>
        <span className="push">
          <CopyButton text={lines} label={t.use} />
        </span>
      </div>
    </Dialog>
  )
}

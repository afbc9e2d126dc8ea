'use client'
// The labels of a host: those of the console can be edited, those of the engine only read.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, TextArea } from '@/components/ui/field'
import { Filled } from '@/components/ui/filled'
import { LabelChip } from '@/components/ui/label-chip'
import { SectionHead } from '@/components/ui/section'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { usePatchHost } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import { useWanted } from '@/lib/client/use-wanted'
import type { Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'
import { readLabels } from './host-address'

const Chips = ({ labels, mine }: { labels: Record<string, string>; mine?: boolean }) => (
  <div className="labs pad-x pb-2">
    {Object.entries(labels).map(([name, value]) => (
      <LabelChip key={name} name={name} value={value} {...(mine ? { mine } : {})} />
    ))}
  </div>
)

const askable = ['labels'] as const

export function HostLabels({ host }: { host: Host }) {
  const t = useTexts(hostTexts).labels
  const [editing, setEditing] = useState(false)
  const blocked = useActBlocked()
  useWanted(askable, () => setEditing(true))
  const own = Object.keys(host.labels.console).length
  return (
    <>
      <SectionHead
        title={t.title}
        end={
          <Button size="small" look="ghost" disabledReason={blocked} onClick={() => setEditing(true)}>
            {t.edit}
          </Button>
        }
      />
      {own > 0 ? <Chips labels={host.labels.console} mine /> : <p className="pad-x dim pb-2">{t.none}</p>}
      <p className="micro pad-x pb-1">{t.fromEngine}</p>
      <Chips labels={{ ...host.labels.engine, ...host.labels.builtin }} />
      {editing && <LabelsDialog host={host} onClose={() => setEditing(false)} />}
    </>
  )
}

const badKey = /[\s"',=]/

function LabelsDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const blocked = useActBlocked()
  const t = useTexts(hostTexts).labels
  const patch = usePatchHost(host.id)
  const [text, setText] = useState(
    Object.entries(host.labels.console)
      .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
      .join('\n'),
  )
  const labels = readLabels(text)
  const odd = Object.keys(labels).find((name) => name === '' || badKey.test(name))
  const builtin = Object.keys(labels).find((name) => name in host.labels.builtin)
  const error =
    odd !== undefined ? (odd === '' ? t.noName : t.badName(odd)) : builtin !== undefined ? t.taken(builtin) : undefined
  const shadowed = Object.keys(labels).filter((name) => name in host.labels.engine)
  return (
    <Dialog
      title={t.of(host.name)}
      onClose={onClose}
      onSubmit={() => {
        if (error) return
        patch.mutate(
          { labels },
          {
            onSuccess: () => {
              toast({ kind: 'ok', text: t.saved(host.name) })
              onClose()
            },
          },
        )
      }}
      footer={
        <DialogFooter label={t.save} busy={patch.isPending} disabledReason={blocked ?? error} onClose={onClose} />
      }
    >
      <p className="ink-2 prose pb-2">
        <Filled
          text={t.lead}
          parts={{
            classic: <code>{'constraint:zone==kiel'}</code>,
            compose: <code>{'node.labels.zone == kiel'}</code>,
          }}
        />
      </p>
      <Field label={t.onePerLine} error={error} hint={shadowed.length > 0 ? t.covers(shadowed.join(', ')) : t.form}>
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={6}
            autoFocus
            value={text}
            placeholder={'zone=kiel\nstorage=nvme'}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <InlineError error={patch.error} />
    </Dialog>
  )
}

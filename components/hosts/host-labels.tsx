'use client'
// The labels of a host: those of the console can be edited, those of the engine only read.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, TextArea } from '@/components/ui/field'
import { LabelChip } from '@/components/ui/label-chip'
import { SectionHead } from '@/components/ui/section'
import { toast } from '@/components/ui/toast'
import { usePatchHost } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import type { Host } from '@/lib/contract/hosts'
import { readLabels } from './host-address'

const Chips = ({ labels, mine }: { labels: Record<string, string>; mine?: boolean }) => (
  <div className="labs pad-x pb-2">
    {Object.entries(labels).map(([name, value]) => (
      <LabelChip key={name} name={name} value={value} {...(mine ? { mine } : {})} />
    ))}
  </div>
)

export function HostLabels({ host }: { host: Host }) {
  const [editing, setEditing] = useState(false)
  const blocked = useActBlocked()
  const own = Object.keys(host.labels.console).length
  return (
    <>
      <SectionHead
        title="Labels"
        end={
          <Button size="small" look="ghost" disabledReason={blocked} onClick={() => setEditing(true)}>
            Edit…
          </Button>
        }
      />
      {own > 0 ? (
        <Chips labels={host.labels.console} mine />
      ) : (
        <p className="pad-x dim pb-2">None set in the console.</p>
      )}
      <p className="micro pad-x pb-1">From the engine, read-only</p>
      <Chips labels={{ ...host.labels.engine, ...host.labels.builtin }} />
      {editing && <LabelsDialog host={host} onClose={() => setEditing(false)} />}
    </>
  )
}

const badKey = /[\s"',=]/

function LabelsDialog({ host, onClose }: { host: Host; onClose: () => void }) {
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
    odd !== undefined
      ? odd === ''
        ? 'a name is missing before ='
        : `${odd} cannot be a label's name`
      : builtin !== undefined
        ? `${builtin} is what the engine itself says; choose another name`
        : undefined
  const shadowed = Object.keys(labels).filter((name) => name in host.labels.engine)
  return (
    <Dialog
      title={`Labels of ${host.name}`}
      onClose={onClose}
      onSubmit={() => {
        if (error) return
        patch.mutate(
          { labels },
          {
            onSuccess: () => {
              toast({ kind: 'ok', text: `Labels of ${host.name} saved` })
              onClose()
            },
          },
        )
      }}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" busy={patch.isPending} disabledReason={error}>
            Save labels
          </Button>
        </>
      }
    >
      <p className="ink-2 prose pb-2">
        Placement rules ask for them: <code>constraint:zone==kiel</code> or <code>node.labels.zone == kiel</code>. A
        change moves nothing that runs; it counts from the next placement on.
      </p>
      <Field
        label="One a line"
        error={error}
        hint={shadowed.length > 0 ? `covers the engine's own ${shadowed.join(', ')}` : 'name=value'}
      >
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

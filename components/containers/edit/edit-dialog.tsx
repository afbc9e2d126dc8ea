'use client'
// Edit and recreate: the form, then what it changes, then how it goes. Of a stack's container it first says where its place is.
import { useMemo, useState } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useRecreation, useRecreationPlan } from '@/lib/client/use-recreate'
import type { ContainerDetail } from '@/lib/contract/containers'
import { containerEditTexts } from '@/lib/texts/container-edit'
import { uiTexts } from '@/lib/texts/ui'
import { EditChanges, EditProgress } from './edit-changes'
import { draftOf, editOf } from './edit-draft'
import { EditForm } from './edit-form'

type Props = { detail: ContainerDetail; onClose: () => void; onOpenNew: (id: string) => void }

export default function EditDialog({ detail, onClose, onOpenNew }: Props) {
  const t = useTexts(containerEditTexts)
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  // As it was when the dialog opened: events go on while somebody types.
  const [{ container, inspect }] = useState(detail)
  const first = useMemo(() => (inspect === null ? null : draftOf(inspect)), [inspect])
  const [draft, setDraft] = useState(first)
  const [isAnyway, setAnyway] = useState(container.stack === null)
  const plan = useRecreationPlan(container.id)
  const recreation = useRecreation(container.id)
  const title = t.title(containerTitle(container))

  if (first === null || draft === null) {
    return (
      <Dialog title={title} onClose={onClose} footer={<Button onClick={onClose}>{ui.close}</Button>}>
        <p>
          <b>{t.unreadable}.</b> {!container.known && t.silent(container.hostName)}
        </p>
      </Dialog>
    )
  }
  if (!isAnyway && container.stack !== null) {
    const place = `/deploy?stack=${encodeURIComponent(container.stack)}`
    return (
      <Dialog
        title={title}
        onClose={onClose}
        footer={
          <>
            <Button look="ghost" onClick={onClose}>
              {ui.cancel}
            </Button>
            <Button onClick={() => setAnyway(true)}>{t.stack.anyway}</Button>
            <ButtonLink look="primary" href={place}>
              {t.stack.open}
            </ButtonLink>
          </>
        }
      >
        <p>
          <b>{t.stack.title(container.stack)}.</b> {t.stack.lead(container.stack)}
        </p>
      </Dialog>
    )
  }
  const { edit, problems, isChanged } = editOf(first, draft)
  const { run } = recreation
  if (run !== null) {
    const { end } = run
    const isOver = end !== null || run.error !== null
    // The page behind is of the one that is gone now.
    const close = () => (end?.outcome === 'recreated' ? onOpenNew(end.containerId) : onClose())
    return (
      <Dialog
        broad
        title={title}
        onClose={close}
        footer={
          <>
            {isOver && end?.outcome !== 'recreated' && (
              <Button
                look="ghost"
                onClick={() => {
                  plan.reset()
                  recreation.reset()
                }}
              >
                {t.back}
              </Button>
            )}
            <Button look="primary" onClick={close}>
              {end?.outcome === 'recreated' ? t.openNew : ui.close}
            </Button>
          </>
        }
      >
        <EditProgress run={run} />
      </Dialog>
    )
  }
  if (plan.data) {
    const isImpossible = plan.data.problems.length > 0
    return (
      <Dialog
        broad
        title={title}
        onClose={onClose}
        footer={
          <>
            <Button look="ghost" onClick={() => plan.reset()}>
              {t.back}
            </Button>
            <Button
              look="primary"
              disabledReason={blocked ?? (isImpossible ? plan.data.problems[0] : undefined)}
              onClick={() => void recreation.start(edit, () => undefined)}
            >
              {t.recreate}
            </Button>
          </>
        }
      >
        <EditChanges plan={plan.data} />
      </Dialog>
    )
  }
  const unready = blocked ?? (Object.keys(problems).length > 0 ? t.wrong : !isChanged ? t.nothing : undefined)
  return (
    <Dialog
      broad
      title={title}
      onClose={onClose}
      onSubmit={() => {
        if (unready === undefined && !plan.isPending) plan.mutate(edit)
      }}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {ui.cancel}
          </Button>
          <Button look="primary" type="submit" busy={plan.isPending} disabledReason={unready}>
            {t.see}
          </Button>
        </>
      }
    >
      <p className="ink-2 prose">{t.lead}</p>
      <EditForm draft={draft} problems={problems} onChange={setDraft} />
      <InlineError error={plan.error} />
    </Dialog>
  )
}

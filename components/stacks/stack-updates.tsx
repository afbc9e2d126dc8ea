'use client'
// Images of the stack that are newer in their registry under the same tag, and the plan that takes them.
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { When } from '@/components/ui/time'
import { shortId } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useUpdatePlan, useUpdateStack } from '@/lib/client/use-stacks'
import { useImageUpdates } from '@/lib/client/use-updates'
import type { Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { PlanDialog } from './plan-dialog'

type Props = { stack: Stack; busy: string | undefined; onBegun: (deployment: string) => void }

export function StackUpdates({ stack, busy, onBegun }: Props) {
  const t = useTexts(stackTexts).updates
  const updates = useImageUpdates()
  const [asked, setAsked] = useState(false)
  const found = (updates.data?.images ?? []).flatMap(({ reference, latest, older }) => {
    const own = older.find((container) => container.stack === stack.name)
    return own === undefined || latest === null ? [] : [{ reference, latest, own }]
  })
  if (found.length === 0) return null
  return (
    <>
      <SectionHead
        title={t.title}
        remark={t.remark}
        end={
          <Button size="small" icon={RefreshCw} disabledReason={busy} onClick={() => setAsked(true)}>
            {t.ask}
          </Button>
        }
      />
      <ul className="revs">
        {found.map(({ reference, latest, own }) => (
          <li key={reference}>
            <StateMark kind="warn" />
            <div>
              <b>{reference}</b>
              <p>
                {t.runs(shortId(own.digest))} <When at={own.imageCreatedAt} />, {t.now(shortId(latest))}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {asked && (
        <UpdateDialog
          stack={stack}
          onClose={() => setAsked(false)}
          onBegun={(deployment) => {
            setAsked(false)
            onBegun(deployment)
          }}
        />
      )}
    </>
  )
}

type DialogProps = { stack: Stack; onClose: () => void; onBegun: (deployment: string) => void }

function UpdateDialog({ stack, onClose, onBegun }: DialogProps) {
  const t = useTexts(stackTexts).updates
  const plan = useUpdatePlan(stack.name)
  const update = useUpdateStack(stack.name)
  return (
    <PlanDialog
      title={t.dialog(stack.name)}
      lead={t.lead}
      go={t.go}
      plan={plan}
      act={update}
      onGo={() => update.mutate(undefined, { onSuccess: (begun) => onBegun(begun.id) })}
      onClose={onClose}
    />
  )
}

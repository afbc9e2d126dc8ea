'use client'
// An act on a stack as a dialog: what it would do, and the button that does it.
import type { ReactNode } from 'react'
import { PlanPanel } from '@/components/deploy/plan-panel'
import { problemSaid } from '@/components/deploy/problem-said'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import type { Plan } from '@/lib/contract/plan'
import { stackTexts } from '@/lib/texts/stacks'

type Props = {
  title: string
  lead: ReactNode
  go: string
  plan: { data?: Plan | undefined; error: unknown; refetch: () => unknown }
  act: { isPending: boolean; error: unknown }
  onGo: () => void
  onClose: () => void
}

export function PlanDialog({ title, lead, go, plan, act, onGo, onClose }: Props) {
  const blocked = useActBlocked()
  const t = useTexts(stackTexts).revisions
  return (
    <Dialog
      broad
      title={title}
      onClose={onClose}
      footer={
        <DialogFooter
          label={go}
          busy={act.isPending}
          disabledReason={blocked ?? (plan.data ? problemSaid(plan.data) : t.coming)}
          onClick={onGo}
          onClose={onClose}
        />
      }
    >
      <p className="ink-2">{lead}</p>
      {plan.error != null && <ErrorPanel title={t.noPlan} error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data && (
        <div className="dialog-plan">
          <PlanPanel plan={plan.data} />
        </div>
      )}
      <InlineError error={act.error} />
    </Dialog>
  )
}

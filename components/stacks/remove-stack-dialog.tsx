'use client'
// Removes a stack after showing the plan of it. Named volumes stay unless their removal is chosen.
import { useState } from 'react'
import { PlanPanel } from '@/components/deploy/plan-panel'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Checkbox } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useRemovalPlan, useRemoveStack } from '@/lib/client/use-stacks'
import type { Deployment } from '@/lib/contract/deployments'
import type { Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { uiTexts } from '@/lib/texts/ui'

type Props = { stack: Stack; onClose: () => void; onBegun: (deployment: Deployment) => void }

/** More than these are not removed by a slip. */
const mostUntyped = 5

export function RemoveStackDialog({ stack, onClose, onBegun }: Props) {
  const t = useTexts(stackTexts).remove
  const ui = useTexts(uiTexts)
  const [volumes, setVolumes] = useState(false)
  const blocked = useActBlocked()
  const remove = useRemoveStack(stack.name)
  const plan = useRemovalPlan(stack.name, volumes)
  const containers = stack.services.reduce((sum, service) => sum + service.replicas.length, 0)
  return (
    <ConfirmDialog
      title={ui.removeOf(stack.name)}
      confirmLabel={t.go}
      confirmWord={volumes ? stack.name : containers > mostUntyped ? ui.confirm.word : null}
      disabledReason={blocked}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ volumes }, { onSuccess: onBegun })}
      details={
        <div className="dialog-plan" aria-busy={plan.isFetching}>
          {plan.error && <InlineError error={plan.error} />}
          {plan.data && <PlanPanel plan={plan.data} />}
        </div>
      }
    >
      {volumes ? t.leadAll : t.lead}
      <Checkbox checked={volumes} onChange={(event) => setVolumes(event.target.checked)} label={t.volumes} />
    </ConfirmDialog>
  )
}

'use client'
// What was deployed when and by whom, and the way back to each. A rollback is a plan like any other: seen before it runs.
import { Undo2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { PlanPanel } from '@/components/deploy/plan-panel'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { When } from '@/components/ui/time'
import type { StateKind } from '@/lib/client/state-words'
import { useRevisions, useRollback, useRollbackPlan } from '@/lib/client/use-stacks'
import type { Revision, Stack } from '@/lib/contract/stacks'

const kinds: Record<Revision['state'], StateKind> = {
  deploying: 'busy',
  active: 'ok',
  superseded: 'idle',
  failed: 'fail',
  cancelled: 'idle',
}

type Props = { stack: Stack; busy: string | undefined; onBegun: (deployment: string) => void }

export function StackRevisions({ stack, busy, onBegun }: Props) {
  const revisions = useRevisions(stack.name, stack.managed)
  const [target, setTarget] = useState<Revision | null>(null)
  return (
    <>
      <SectionHead title="Revisions" remark="each with files, variables, digests" />
      {revisions.error && !revisions.data && <InlineError error={revisions.error} />}
      <ol className="revs">
        {revisions.data?.map((revision) => (
          <li key={revision.number}>
            <StateMark kind={kinds[revision.state]} words={revision.state} />
            <div>
              <b>r{revision.number}</b>{' '}
              <span className="dim">
                <When at={revision.createdAt} />, {revision.createdBy}
              </span>
              <p>{revision.summary}</p>
              {revision.note && <p className="dim">{revision.note}</p>}
              {revision.error && <p className="fail">{revision.error}</p>}
              {revision.state !== 'active' && revision.state !== 'deploying' && (
                <div className="acts">
                  {revision.state === 'superseded' && (
                    <Button size="small" icon={Undo2} disabledReason={busy} onClick={() => setTarget(revision)}>
                      Roll back to r{revision.number}…
                    </Button>
                  )}
                  <Link
                    className="small"
                    href={`/stacks/${encodeURIComponent(stack.name)}?tab=file&revision=${revision.number}`}
                  >
                    File
                  </Link>
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
      {target && (
        <RollbackDialog
          stack={stack}
          revision={target}
          onClose={() => setTarget(null)}
          onBegun={(deployment) => {
            setTarget(null)
            onBegun(deployment)
          }}
        />
      )}
    </>
  )
}

type DialogProps = { stack: Stack; revision: Revision; onClose: () => void; onBegun: (deployment: string) => void }

function RollbackDialog({ stack, revision, onClose, onBegun }: DialogProps) {
  const plan = useRollbackPlan(stack.name, revision.number)
  const rollback = useRollback(stack.name)
  return (
    <Dialog
      broad
      title={`Roll ${stack.name} back to r${revision.number}`}
      onClose={onClose}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            busy={rollback.isPending}
            disabledReason={plan.data ? plan.data.problems[0]?.message : 'the plan is on the way'}
            onClick={() => rollback.mutate(revision.number, { onSuccess: (begun) => onBegun(begun.id) })}
          >
            Roll back
          </Button>
        </>
      }
    >
      <p className="ink-2">Data in volumes does not roll back.</p>
      {plan.error && <ErrorPanel title="No plan" error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data && <PlanPanel plan={plan.data} onGoTo={() => undefined} />}
      <InlineError error={rollback.error} />
    </Dialog>
  )
}

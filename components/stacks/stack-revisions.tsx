'use client'
// What was deployed when and by whom, and the way back to each. A rollback is a plan like any other: seen before it runs.
import { Undo2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { When } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import type { StateKind } from '@/lib/client/state-words'
import { useRevisions, useRollback, useRollbackPlan } from '@/lib/client/use-stacks'
import type { Revision, Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { PlanDialog } from './plan-dialog'

const kinds: Record<Revision['state'], StateKind> = {
  deploying: 'busy',
  active: 'ok',
  superseded: 'idle',
  failed: 'fail',
  cancelled: 'idle',
}

type Props = { stack: Stack; busy: string | undefined; onBegun: (deployment: string) => void }

export function StackRevisions({ stack, busy, onBegun }: Props) {
  const t = useTexts(stackTexts).revisions
  const revisions = useRevisions(stack.name, stack.managed)
  const [target, setTarget] = useState<Revision | null>(null)
  return (
    <>
      <SectionHead title={t.title} remark={t.remark} />
      {revisions.error && !revisions.data && <InlineError error={revisions.error} />}
      <ol className="revs">
        {revisions.data?.map((revision) => (
          <li key={revision.number}>
            <StateMark kind={kinds[revision.state]} words={t.states[revision.state]} />
            <div>
              <b>r{revision.number}</b>{' '}
              <span className="dim">
                <When at={revision.createdAt} />, {revision.createdBy}
              </span>
              <p>
                <Said text={revision.summary} />
              </p>
              {revision.note && <p className="dim">{revision.note}</p>}
              {revision.error && (
                <p className="fail">
                  <Said text={revision.error} />
                </p>
              )}
              {revision.state !== 'active' && revision.state !== 'deploying' && (
                <div className="acts">
                  {revision.state === 'superseded' && (
                    <Button size="small" icon={Undo2} disabledReason={busy} onClick={() => setTarget(revision)}>
                      {t.backAsk(revision.number)}
                    </Button>
                  )}
                  <Link
                    className="small"
                    href={`/stacks/${encodeURIComponent(stack.name)}?tab=file&revision=${revision.number}`}
                  >
                    {t.file}
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
  const t = useTexts(stackTexts).revisions
  const plan = useRollbackPlan(stack.name, revision.number)
  const rollback = useRollback(stack.name)
  return (
    <PlanDialog
      title={t.back(stack.name, revision.number)}
      lead={t.data}
      go={t.go}
      plan={plan}
      act={rollback}
      onGo={() => rollback.mutate(revision.number, { onSuccess: (begun) => onBegun(begun.id) })}
      onClose={onClose}
    />
  )
}

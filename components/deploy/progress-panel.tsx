'use client'
// A deployment as it runs: every step on one time scale, what each waits for, and what happened when it ended badly.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Ring } from '@/components/ui/progress'
import { StateMark } from '@/components/ui/state'
import { Clock } from '@/components/ui/time'
import { useNow } from '@/lib/client/clock'
import { elapsed } from '@/lib/client/format'
import { useCancelDeployment } from '@/lib/client/use-deploy'
import type { Deployment, OperationProgress } from '@/lib/contract/stacks'
import { progressScale, stepTitle, waitsFor } from './progress-scale'

const words: Record<Deployment['state'], { kind: 'ok' | 'busy' | 'fail' | 'warn'; text: string }> = {
  running: { kind: 'busy', text: 'running' },
  cancelling: { kind: 'warn', text: 'stops after the steps that run now' },
  succeeded: { kind: 'ok', text: 'done, everything runs as asked' },
  failed: { kind: 'fail', text: 'failed' },
  cancelled: { kind: 'warn', text: 'cancelled' },
}

export function ProgressPanel({ deployment }: { deployment: Deployment }) {
  const now = useNow()
  const { operations } = deployment
  const done = operations.filter((step) => step.state === 'done').length
  const running = operations.filter((step) => step.state === 'running')
  const scale = progressScale(deployment, now)
  const look = words[deployment.state]
  const current = deployment.state === 'running' && running[0] ? stepTitle(running[0]) : look.text
  return (
    <>
      <div className="p-sum">
        <div>
          <b>{done}</b> of {operations.length}
        </div>
        <div className={look.kind} role="status">
          <StateMark kind={look.kind} /> {current}
          {running.length > 1 && ` and ${running.length - 1} more`}
        </div>
        <div className="push dim num">
          {elapsed(
            (deployment.finishedAt ? Date.parse(deployment.finishedAt) : now) - Date.parse(deployment.startedAt),
          )}
        </div>
      </div>
      {deployment.error && (
        <ul className="plan-problems" role="alert">
          <li>
            <StateMark kind="fail" words="error" />
            <span>{deployment.error}</span>
          </li>
        </ul>
      )}
      <div className="axis2" aria-hidden="true">
        <div className="zebra">
          {scale.marks.slice(1).map((mark) => (
            <i key={mark} />
          ))}
        </div>
        <ol>
          {scale.marks.map((mark) => (
            <li key={mark}>
              {Number(mark.toFixed(1))}
              {mark === 0 ? ' s' : ''}
            </li>
          ))}
        </ol>
      </div>
      <ol className="stps">
        {operations.map((step, index) => (
          <ProgressStep
            key={step.id}
            step={step}
            number={index + 1}
            steps={operations}
            bar={scale.bars[step.id]}
            nowMs={now}
          />
        ))}
      </ol>
      {deployment.state === 'running' && (
        <p className="pad small ink-2">
          When a step fails, everything that ran before keeps running. You may leave this page: closing the browser or a
          restart of Lotse does not stop the deployment.
        </p>
      )}
    </>
  )
}

const classOf: Record<OperationProgress['state'], string> = {
  pending: 'wait',
  running: 'busy',
  done: 'done',
  failed: 'failed',
  cancelled: 'wait',
  skipped: 'wait',
}

type StepProps = {
  step: OperationProgress
  number: number
  steps: OperationProgress[]
  bar: { left: number; width: number } | undefined
  nowMs: number
}

function ProgressStep({ step, number, steps, bar, nowMs }: StepProps) {
  const note =
    step.error ??
    (step.state === 'running'
      ? step.detail
      : step.state === 'pending'
        ? waitsFor(step, steps)
        : step.state === 'done'
          ? ''
          : step.state)
  const spentMs = step.startedAt
    ? (step.finishedAt ? Date.parse(step.finishedAt) : nowMs) - Date.parse(step.startedAt)
    : null
  return (
    <li className={`stp stp-${classOf[step.state]}`}>
      {step.state === 'done' && <StateMark kind="ok" words="done" />}
      {step.state === 'failed' && <StateMark kind="fail" words="failed" />}
      {step.state === 'running' && (
        <Ring {...(step.fraction === null ? { turns: true } : { fraction: step.fraction })} />
      )}
      {['pending', 'cancelled', 'skipped'].includes(step.state) && <span className="no">{number}</span>}
      <span className="cut" title={`${stepTitle(step)}: ${step.why}`}>
        {stepTitle(step)}
      </span>
      <span className="ph">{step.hostName}</span>
      <span className="r num dim">{spentMs === null ? '' : elapsed(Math.max(0, spentMs))}</span>
      {bar && (
        <span className="track">
          <i className={classOf[step.state]} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
        </span>
      )}
      {note && <p>{note}</p>}
    </li>
  )
}

export function ProgressFoot({ deployment }: { deployment: Deployment }) {
  const cancel = useCancelDeployment()
  const [asking, setAsking] = useState(false)
  return (
    <>
      {deployment.state === 'running' && (
        <Button look="danger" onClick={() => setAsking(true)}>
          Cancel…
        </Button>
      )}
      <span className="push small dim">
        {deployment.startedBy}, from <Clock at={deployment.startedAt} />
      </span>
      {asking && (
        <ConfirmDialog
          title={`Cancel the deployment of ${deployment.stack}`}
          confirmLabel="Cancel the deployment"
          busy={cancel.isPending}
          error={cancel.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            cancel.mutate({ stack: deployment.stack, id: deployment.id }, { onSuccess: () => setAsking(false) })
          }
        >
          Steps that run now end; the others are not begun. What ran before keeps running.
        </ConfirmDialog>
      )}
    </>
  )
}

'use client'
// A deployment as it runs: every step on one time scale, what each waits for, and what happened when it ended badly.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Filled } from '@/components/ui/filled'
import { Ring } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { Clock } from '@/components/ui/time'
import { useKnownNow } from '@/lib/client/clock'
import { elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import { useCancelDeployment } from '@/lib/client/use-deploy'
import type { Deployment, OperationProgress } from '@/lib/contract/deployments'
import { progressTexts } from '@/lib/texts/progress'
import { endMs, progressScale, stepTitle, waitsFor } from './progress-scale'

const kinds: Record<Deployment['state'], 'ok' | 'busy' | 'fail' | 'warn'> = {
  running: 'busy',
  cancelling: 'warn',
  succeeded: 'ok',
  failed: 'fail',
  cancelled: 'warn',
}

export function ProgressPanel({ deployment }: { deployment: Deployment }) {
  const t = useTexts(progressTexts)
  const now = useKnownNow()
  const { operations } = deployment
  const done = operations.filter((step) => step.state === 'done').length
  const running = operations.filter((step) => step.state === 'running')
  const scale = progressScale(deployment, now)
  const kind = kinds[deployment.state]
  const current = deployment.state === 'running' && running[0] ? stepTitle(running[0], t) : t.states[deployment.state]
  return (
    <>
      <div className="p-sum">
        <div>
          <Filled text={t.of(operations.length)} parts={{ done: <b>{done}</b> }} />
        </div>
        <div className={kind} role="status">
          <StateMark kind={kind} /> {current} {running.length > 1 && t.andMore(running.length - 1)}
        </div>
        <div className="push dim num">{elapsed(endMs(deployment, now) - Date.parse(deployment.startedAt))}</div>
      </div>
      {deployment.error && (
        <ul className="plan-problems" role="alert">
          <li>
            <StateMark kind="fail" words={t.error} />
            <Said text={deployment.error} />
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
      {deployment.state === 'running' && <p className="pad small ink-2">{t.keeps}</p>}
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

function noteOf(step: OperationProgress, steps: OperationProgress[], t: (typeof progressTexts)['en']): string {
  if (step.state === 'running') return step.detail
  if (step.state === 'pending') return waitsFor(step, steps, t)
  return step.state === 'cancelled' || step.state === 'skipped' ? t.stepStates[step.state] : ''
}

type StepProps = {
  step: OperationProgress
  number: number
  steps: OperationProgress[]
  bar: { left: number; width: number } | undefined
  nowMs: number
}

function ProgressStep({ step, number, steps, bar, nowMs }: StepProps) {
  const t = useTexts(progressTexts)
  const isServers = step.error !== null || step.state === 'running'
  const note = step.error ?? noteOf(step, steps, t)
  const spentMs = step.startedAt
    ? (step.finishedAt ? Date.parse(step.finishedAt) : nowMs) - Date.parse(step.startedAt)
    : null
  return (
    <li className={`stp stp-${classOf[step.state]}`}>
      {step.state === 'done' && <StateMark kind="ok" words={t.done} />}
      {step.state === 'failed' && <StateMark kind="fail" words={t.failed} />}
      {step.state === 'running' && (
        <Ring {...(step.fraction === null ? { turns: true } : { fraction: step.fraction })} />
      )}
      {['pending', 'cancelled', 'skipped'].includes(step.state) && <span className="no">{number}</span>}
      <span className="cut" title={`${stepTitle(step, t)}: ${said(step.why)}`}>
        {stepTitle(step, t)}
      </span>
      <span className="ph">{step.hostName}</span>
      <span className="r num dim">{spentMs === null ? '' : elapsed(Math.max(0, spentMs))}</span>
      {bar && (
        <span className="track">
          <i className={classOf[step.state]} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
        </span>
      )}
      {note && <p>{isServers ? <Said text={note} /> : note}</p>}
    </li>
  )
}

export function ProgressFoot({ deployment }: { deployment: Deployment }) {
  const t = useTexts(progressTexts)
  const cancel = useCancelDeployment()
  const [asking, setAsking] = useState(false)
  return (
    <>
      {deployment.state === 'running' && (
        <Button look="danger" onClick={() => setAsking(true)}>
          {t.cancelAsk}
        </Button>
      )}
      <span className="push small dim">
        <Filled text={t.by(deployment.startedBy)} parts={{ time: <Clock at={deployment.startedAt} /> }} />
      </span>
      {asking && (
        <ConfirmDialog
          title={t.cancelTitle(deployment.stack)}
          confirmLabel={t.cancel}
          busy={cancel.isPending}
          error={cancel.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            cancel.mutate({ stack: deployment.stack, id: deployment.id }, { onSuccess: () => setAsking(false) })
          }
        >
          {t.cancelMeans}
        </ConfirmDialog>
      )}
    </>
  )
}

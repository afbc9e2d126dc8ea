'use client'
// Progress: a ring beside words, a bar over a known whole, and steps that name what they wait for.
import clsx from 'clsx'
import type { CSSProperties, ReactNode } from 'react'
import { Said } from '@/components/ui/said'
import { elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { StateKind } from '@/lib/client/state-words'
import { uiTexts } from '@/lib/texts/ui'
import { StateMark } from './state'

export const Ring = ({ fraction, turns }: { fraction?: number; turns?: boolean }) => (
  <span
    className={clsx('dial', turns && 'turns')}
    style={fraction === undefined ? undefined : ({ '--p': `${fraction * 100}%` } as CSSProperties)}
    aria-hidden="true"
  />
)

type ProgressProps = {
  label: string
  /** 0 to 1; null while the whole is not known. */
  fraction: number | null
  state?: 'running' | 'done' | 'failed'
  /** What the number means, e.g. `7 of 12 steps`. */
  text?: string
}

export function Progress({ label, fraction, state = 'running', text }: ProgressProps) {
  const value = fraction === null ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <span
      className={clsx('prog', state === 'done' && 'done', state === 'failed' && 'failed', value === null && 'unsure')}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === null ? {} : { 'aria-valuenow': value })}
      {...(text ? { 'aria-valuetext': text } : {})}
      style={{ '--p': `${value ?? 0}%` } as CSSProperties}
    >
      <i />
    </span>
  )
}

export type Step = {
  id: string
  name: string
  state: 'waiting' | 'running' | 'ok' | 'failed' | 'skipped'
  message: ReactNode
  fix?: string
  durationMs?: number | null
}

const stepLook: Record<Step['state'], { kind: StateKind; className: string }> = {
  waiting: { kind: 'idle', className: 'step-idle' },
  running: { kind: 'busy', className: 'step-busy' },
  ok: { kind: 'ok', className: 'step-ok' },
  failed: { kind: 'fail', className: 'step-fail' },
  skipped: { kind: 'idle', className: 'step-idle' },
}

/** Steps in order, each with what it tried and, when it failed, what to do. */
export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  const t = useTexts(uiTexts)
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step) => {
        const look = stepLook[step.state]
        return (
          <li key={step.id} className={look.className}>
            {step.state === 'running' ? <Ring turns /> : <StateMark kind={look.kind} words={t.steps[step.state]} />}
            <b>{step.name}</b>
            <div>
              {step.message}
              {step.fix && (
                <p className="fix">
                  <Said text={step.fix} />
                </p>
              )}
            </div>
            <span className="num dim small">{step.durationMs ? elapsed(step.durationMs) : ''}</span>
          </li>
        )
      })}
    </ol>
  )
}

// A state as shape, colour and words. Eight shapes, readable at 10 px and in one colour; the words are never left out.
import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { StateKind } from '@/lib/client/state-words'

const shapes: Record<StateKind, ReactNode> = {
  ok: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  busy: (
    <>
      <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 2.25a3.75 3.75 0 0 1 0 7.5z" fill="currentColor" />
    </>
  ),
  warn: <path d="M6 1.2 11.2 10.6H.8z" fill="currentColor" />,
  fail: <path d="M2.2 2.2l7.6 7.6M9.8 2.2 2.2 9.8" stroke="currentColor" strokeWidth="2.4" fill="none" />,
  idle: <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  pause: <path d="M3.6 2v8M8.4 2v8" stroke="currentColor" strokeWidth="2.2" fill="none" />,
  stale: (
    <circle cx="6" cy="6" r="4.1" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.15 2.15" />
  ),
  drain: <path d="M1.6 2.4h8.8L6 10.2z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />,
}

/** The mark alone; `words` becomes its name where no words stand beside it. */
export function StateMark({ kind, words }: { kind: StateKind; words?: string }) {
  const className = `st st-${kind}`
  if (words === undefined) {
    return (
      <svg className={className} viewBox="0 0 12 12" aria-hidden="true">
        {shapes[kind]}
      </svg>
    )
  }
  return (
    <svg className={className} viewBox="0 0 12 12" role="img" aria-label={words}>
      <title>{words}</title>
      {shapes[kind]}
    </svg>
  )
}

export const State = ({ kind, words, className }: { kind: StateKind; words: ReactNode; className?: string }) => (
  <span className={clsx('state', `state-${kind}`, className)}>
    <StateMark kind={kind} />
    <span>{words}</span>
  </span>
)

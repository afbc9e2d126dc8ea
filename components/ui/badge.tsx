// A short word on a tint, with a mark where it says a state.
import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { StateKind } from '@/lib/client/state-words'
import { StateMark } from './state'

type Tone = 'plain' | 'ok' | 'warn' | 'fail' | 'busy' | 'accent'

export const Badge = ({ tone = 'plain', mark, children }: { tone?: Tone; mark?: StateKind; children: ReactNode }) => (
  <span className={clsx('badge', tone !== 'plain' && tone)}>
    {mark && <StateMark kind={mark} />}
    {children}
  </span>
)

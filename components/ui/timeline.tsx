// What happened, newest on top, along a chart's scale.
import type { ReactNode } from 'react'
import type { StateKind } from '@/lib/client/state-words'
import { StateMark } from './state'
import { When } from './time'

export type TimelineEntry = {
  id: string | number
  at: string
  mark: StateKind
  markWords: string
  text: ReactNode
  detail?: ReactNode
  /** What stands below both. */
  more?: ReactNode
}

export const Timeline = ({ entries, label }: { entries: TimelineEntry[]; label: string }) => (
  <ol className="tl" aria-label={label}>
    {entries.map((entry) => (
      <li key={entry.id}>
        <When at={entry.at} />
        <span className="pt">
          <StateMark kind={entry.mark} words={entry.markWords} />
        </span>
        <div className="body">
          {entry.text}
          {entry.detail !== undefined && <small>{entry.detail}</small>}
          {entry.more}
        </div>
      </li>
    ))}
  </ol>
)

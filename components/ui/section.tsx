// The head of a pane: a title, a quiet remark, something at the end.
import type { ReactNode } from 'react'

type Props = { title: ReactNode; remark?: ReactNode; end?: ReactNode; level?: 2 | 3; id?: string }

export function SectionHead({ title, remark, end, level = 2, id }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="sec-h">
      <Heading id={id}>{title}</Heading>
      {remark !== undefined && <span className="dim">{remark}</span>}
      {end !== undefined && <span className="push acts">{end}</span>}
    </div>
  )
}

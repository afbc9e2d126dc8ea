// A line across the page under the top bar. One at a time.
import type { ReactNode } from 'react'
import { StateMark } from './state'

export const Banner = ({
  kind,
  title,
  children,
  end,
}: {
  kind: 'fail' | 'warn' | 'ok'
  title: string
  children?: ReactNode
  end?: ReactNode
}) => (
  <div className={`banner banner-${kind}`} role={kind === 'ok' ? 'status' : 'alert'}>
    <StateMark kind={kind} />
    <b>{title}</b>
    <span>{children}</span>
    {end !== undefined && <span className="push acts">{end}</span>}
  </div>
)

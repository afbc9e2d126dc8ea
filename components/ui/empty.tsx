// Nothing here: what that means, and the one act that follows from it.
import type { ReactNode } from 'react'

export const Empty = ({
  title,
  children,
  actions,
}: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) => (
  <div className="empty">
    <h2>{title}</h2>
    {children !== undefined && <p>{children}</p>}
    {actions !== undefined && <div className="acts">{actions}</div>}
  </div>
)

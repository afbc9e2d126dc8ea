// Facts as pairs: the name muted on the left, the value beside it.
import type { ReactNode } from 'react'

export type Fact = { name: string; value: ReactNode }

/** Null and undefined values are left out with their names. */
export const KeyValue = ({ facts }: { facts: (Fact | null | undefined | false)[] }) => (
  <dl className="facts">
    {facts.map((fact) =>
      fact ? (
        <div key={fact.name} className="contents">
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ) : null,
    )}
  </dl>
)

'use client'
// What needs a human, as sentences with their cause, and the way to where it can be mended.
import { ButtonLink } from '@/components/ui/button'
import { StateMark } from '@/components/ui/state'
import { Ago } from '@/components/ui/time'
import { hourMinute } from '@/lib/client/format'
import type { Attention } from '@/lib/contract/overview'

type Target = Attention['target']
type Way = { label: string; href: string; quiet?: boolean }

const waysTo: Record<Target['kind'], (target: Target) => Way[]> = {
  host: ({ id }) => [{ label: 'Host', href: `/hosts/${id}` }],
  container: ({ id }) => [
    { label: 'Logs', href: `/containers/${id}?tab=logs` },
    { label: 'Container', href: `/containers/${id}`, quiet: true },
  ],
  stack: ({ name }) => [{ label: 'Stack', href: `/stacks/${encodeURIComponent(name)}` }],
}

const shown = 30

export function AttentionList({ attention }: { attention: Attention[] }) {
  return (
    <ol aria-label="What needs a human">
      {attention.slice(0, shown).map((item) => (
        <li key={item.id} className="need">
          <StateMark kind={item.severity} words={item.severity === 'fail' ? 'failed' : 'attention'} />
          <div>
            <h3>{item.title}</h3>
            <p>{item.text}</p>
            <div className="acts">
              {waysTo[item.target.kind](item.target).map((way) => (
                <ButtonLink key={way.href} size="small" look={way.quiet ? 'ghost' : 'default'} href={way.href}>
                  {way.label}
                </ButtonLink>
              ))}
            </div>
          </div>
          <div className="ago">
            {item.since && (
              <>
                <Ago at={item.since} />
                <small>since {hourMinute(item.since)}</small>
              </>
            )}
          </div>
        </li>
      ))}
      {attention.length > shown && <li className="pad dim">and {attention.length - shown} more</li>}
    </ol>
  )
}

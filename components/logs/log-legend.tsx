'use client'
// Which mark is whose, each leading to its container.
import Link from 'next/link'
import { containerTitle } from '@/components/ui/container-name'
import { useTexts } from '@/lib/client/language'
import type { LogOrigin } from '@/lib/client/log-store'
import { logTexts } from '@/lib/texts/logs'
import { LogMark, originTitle } from './log-mark'

export function LogLegend({ origins }: { origins: readonly LogOrigin[] }) {
  const t = useTexts(logTexts)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls sideways must be reachable by keys
    <ul className="log-legend" aria-label={t.legend} tabIndex={0}>
      {origins.map((origin) => (
        <li key={origin.mark}>
          <Link className="quiet" href={`/containers/${origin.containerId}?tab=logs`} title={originTitle(origin)}>
            <LogMark mark={origin.mark} />
            {containerTitle(origin)} <span className="dim">{origin.hostName}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

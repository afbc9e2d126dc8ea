'use client'
// Deployments that run now: how far, what they do or wait for, the way to watch.
import { ButtonLink } from '@/components/ui/button'
import { Progress, Ring } from '@/components/ui/progress'
import { Ago } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import type { Deployment } from '@/lib/contract/deployments'
import { overviewTexts } from '@/lib/texts/overview'

type Words = (typeof overviewTexts)['en']['motion']

function whatItDoes(deployment: Deployment, t: Words): string {
  const now = deployment.operations.find((operation) => operation.state === 'running')
  if (!now) return deployment.state === 'cancelling' ? t.stopping : t.preparing
  const detail = now.detail ? `, ${said(now.detail)}` : ''
  return `${t.on(now.target, now.hostName)}${detail}`
}

export function InMotion({ deployments }: { deployments: Deployment[] }) {
  const t = useTexts(overviewTexts).motion
  return (
    <ul>
      {deployments.map((deployment) => {
        const all = deployment.operations.length
        const done = deployment.operations.filter((operation) => operation.state === 'done').length
        const fraction = all === 0 ? null : done / all
        const label = `${t.kinds[deployment.kind]} ${deployment.stack}`
        return (
          <li key={deployment.id} className="move">
            <Ring fraction={fraction ?? 0} />
            <span className="cut">
              {t.kinds[deployment.kind]} <b>{deployment.stack}</b>{' '}
              {deployment.revision === null ? '' : `r${deployment.revision}`}
            </span>
            <span className="cut ink-2">
              {all === 0 ? '' : `${t.count(done, all)}: `}
              {whatItDoes(deployment, t)}
            </span>
            <Progress label={label} fraction={fraction} text={t.steps(done, all)} />
            <span className="r dim">
              <Ago at={deployment.startedAt} />
            </span>
            <ButtonLink
              size="small"
              href={`/stacks/${encodeURIComponent(deployment.stack)}?tab=deployments&deployment=${encodeURIComponent(deployment.id)}`}
            >
              {t.watch}
            </ButtonLink>
          </li>
        )
      })}
    </ul>
  )
}

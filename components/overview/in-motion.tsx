'use client'
// Deployments that run now: how far, what they do or wait for, the way to watch.
import { ButtonLink } from '@/components/ui/button'
import { Progress, Ring } from '@/components/ui/progress'
import { Ago } from '@/components/ui/time'
import type { Deployment } from '@/lib/contract/stacks'

const verbs: Record<Deployment['kind'], string> = {
  deploy: 'Deploy',
  rollback: 'Roll back',
  remove: 'Remove',
  scale: 'Scale',
  resume: 'Resume',
}

function whatItDoes(deployment: Deployment): string {
  const now = deployment.operations.find((operation) => operation.state === 'running')
  if (!now) return deployment.state === 'cancelling' ? 'stopping' : 'preparing'
  const detail = now.detail ? `, ${now.detail}` : ''
  return `${now.target} on ${now.hostName}${detail}`
}

export const InMotion = ({ deployments }: { deployments: Deployment[] }) => (
  <ul>
    {deployments.map((deployment) => {
      const all = deployment.operations.length
      const done = deployment.operations.filter((operation) => operation.state === 'done').length
      const fraction = all === 0 ? null : done / all
      const label = `${verbs[deployment.kind]} ${deployment.stack}`
      return (
        <li key={deployment.id} className="move">
          <Ring fraction={fraction ?? 0} />
          <span className="cut">
            {verbs[deployment.kind]} <b>{deployment.stack}</b>{' '}
            {deployment.revision === null ? '' : `r${deployment.revision}`}
          </span>
          <span className="cut ink-2">
            {all === 0 ? '' : `${done} of ${all}: `}
            {whatItDoes(deployment)}
          </span>
          <Progress label={label} fraction={fraction} text={`${done} of ${all} steps`} />
          <span className="r dim">
            <Ago at={deployment.startedAt} />
          </span>
          <ButtonLink
            size="small"
            href={`/stacks/${encodeURIComponent(deployment.stack)}?tab=deployments&deployment=${encodeURIComponent(deployment.id)}`}
          >
            Watch
          </ButtonLink>
        </li>
      )
    })}
  </ul>
)

'use client'
// The deployments of a stack, newest first; the chosen one step by step, live while it runs.
import Link from 'next/link'
import { ProgressFoot, ProgressPanel } from '@/components/deploy/progress-panel'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { SectionHead } from '@/components/ui/section'
import { State } from '@/components/ui/state'
import { When } from '@/components/ui/time'
import { elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { StateKind } from '@/lib/client/state-words'
import { useDeployment } from '@/lib/client/use-deploy'
import { useDeployments } from '@/lib/client/use-stacks'
import type { Deployment } from '@/lib/contract/deployments'
import { stackTexts } from '@/lib/texts/stacks'

const kinds: Record<Deployment['state'], StateKind> = {
  running: 'busy',
  cancelling: 'warn',
  succeeded: 'ok',
  failed: 'fail',
  cancelled: 'idle',
}

export function StackDeployments({ stack, chosen }: { stack: string; chosen: string | null }) {
  const t = useTexts(stackTexts).deployments
  const deployments = useDeployments(stack)
  const id = chosen ?? deployments.data?.[0]?.id ?? null
  const deployment = useDeployment(stack, id)
  if (deployments.error && !deployments.data) {
    return <ErrorPanel title={t.failed} error={deployments.error} onRetry={() => void deployments.refetch()} />
  }
  if (deployments.data?.length === 0 && id === null) return <Empty title={t.none} />
  return (
    <>
      {deployment.data && (
        <section aria-label={t.chosen}>
          <ProgressPanel deployment={deployment.data} />
          <div className="dfoot">
            <ProgressFoot deployment={deployment.data} />
          </div>
        </section>
      )}
      <SectionHead title={t.all} remark={t.newest} />
      <table className="tbl tbl-fixed deployments">
        <thead>
          <tr>
            <th>{t.began}</th>
            <th>{t.what}</th>
            <th>{t.result}</th>
            <th className="r">{t.took}</th>
            <th className="hide-s">{t.by}</th>
          </tr>
        </thead>
        <tbody>
          {deployments.data?.map((entry) => (
            <tr key={entry.id} aria-current={entry.id === id ? 'true' : undefined}>
              <td>
                <Link
                  href={`/stacks/${encodeURIComponent(stack)}?tab=deployments&deployment=${encodeURIComponent(entry.id)}`}
                  replace
                  scroll={false}
                >
                  <When at={entry.startedAt} />
                </Link>
              </td>
              <td>
                {t.kinds[entry.kind]} {entry.revision !== null && `r${entry.revision}`}
              </td>
              <td>
                <State
                  kind={kinds[entry.state]}
                  words={entry.error ? <Said text={entry.error} /> : t.states[entry.state]}
                />
              </td>
              <td className="r num">
                {entry.finishedAt ? elapsed(Date.parse(entry.finishedAt) - Date.parse(entry.startedAt)) : ''}
              </td>
              <td className="hide-s dim">{entry.startedBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

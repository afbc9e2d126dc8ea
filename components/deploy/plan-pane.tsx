'use client'
// The right side of the deploy page: what a deploy would do, and in its place the progress once it has begun.
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTexts } from '@/lib/client/language'
import type { Deployment } from '@/lib/contract/deployments'
import { deployTexts } from '@/lib/texts/deploy'
import { ProgressFoot, ProgressPanel } from './progress-panel'

type Props = {
  panel: 'plan' | 'progress'
  onPanel: (panel: 'plan' | 'progress') => void
  hasBegun: boolean
  deployment: Deployment | undefined
  isBusy: boolean
  /** The plan, or why there is none yet. */
  children: ReactNode
  foot: ReactNode
}

export function PlanPane({ panel, onPanel, hasBegun, deployment, isBusy, children, foot }: Props) {
  const t = useTexts(deployTexts)
  const router = useRouter()
  const isFollowing = panel === 'progress' && deployment !== undefined
  const tabs = useRef<HTMLDivElement>(null)
  // The button that was pressed is gone, or the view it was in: the focus goes on with what it began.
  useEffect(() => {
    if (!isFollowing) return
    const { activeElement } = document
    if (activeElement === null || activeElement === document.body || !activeElement.checkVisibility())
      tabs.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
  }, [isFollowing])
  return (
    <section className="p-plan" aria-label={t.planAndProgress}>
      <p className="sr" aria-live="polite">
        {isFollowing && t.begun(deployment.stack)}
      </p>
      <div ref={tabs} className="p-head" role="tablist" aria-label={t.planAndProgress}>
        {(['plan', 'progress'] as const).map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={panel === tab}
            disabled={tab === 'progress' && !hasBegun}
            onClick={() => onPanel(tab)}
          >
            {t.views[tab]}
          </button>
        ))}
      </div>
      {isFollowing ? (
        <>
          <div className="p-body">
            <ProgressPanel deployment={deployment} />
          </div>
          <div className="dfoot">
            <ProgressFoot deployment={deployment} />
            {deployment.state !== 'running' && (
              <button
                type="button"
                className="link"
                onClick={() => router.push(`/stacks/${encodeURIComponent(deployment.stack)}`)}
              >
                {t.openStack(deployment.stack)}
              </button>
            )}
          </div>
        </>
      ) : (
        <>
          <div className="p-body" aria-busy={isBusy}>
            {children}
          </div>
          {foot}
        </>
      )}
    </section>
  )
}

'use client'
// The first page: what needs a human now, what is in motion, how full the hosts are, what changed.
import dynamic from 'next/dynamic'
import { isUnderWay } from '@/components/board/move/move-words'
import { Page } from '@/components/frame/page'
import { BarLegend } from '@/components/ui/bar'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { hostAnswers } from '@/lib/client/state-words'
import { useMoves } from '@/lib/client/use-moves'
import { useOverview } from '@/lib/client/use-overview'
import type { Overview } from '@/lib/contract/overview'
import { activityTexts } from '@/lib/texts/activity'
import { overviewTexts } from '@/lib/texts/overview'
import { AttentionList } from './attention-list'
import { CapacityTable } from './capacity-table'
import { InMotion } from './in-motion'
import { WhatChanged } from './what-changed'

const FirstRun = dynamic(() => loadPart(() => import('@/components/hosts/first-run')).then((it) => it.FirstRun), {
  ssr: false,
  loading: () => <main className="main" aria-busy="true" />,
})

export function OverviewView() {
  const t = useTexts(overviewTexts)
  const { data, error, refetch } = useOverview()
  if (data && data.hosts.length === 0) return <FirstRun />
  return (
    <Page title={t.title}>
      {data ? (
        <OverviewContent overview={data} />
      ) : error ? (
        <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what={t.what} />
      )}
    </Page>
  )
}

function OverviewContent({ overview }: { overview: Overview }) {
  const t = useTexts(overviewTexts)
  const changes = useTexts(activityTexts).page
  const { attention, hosts, running } = overview
  const moves = (useMoves().data ?? []).filter(isUnderWay)
  const answering = hosts.filter(hostAnswers)
  const sum = (pick: (host: (typeof hosts)[number]) => number) =>
    answering.reduce((total, host) => total + pick(host), 0)
  const reserved = sum((host) => host.reserved.memoryBytes)
  const total = sum((host) => host.total.memoryBytes)
  return (
    <div className="cols">
      <div>
        {attention.length === 0 ? (
          <p className="pad flex items-baseline gap-2.5">
            <StateMark kind="ok" />
            <span className="ink-2">
              <b className="ink">{t.calm}</b> {answering.length === hosts.length ? t.allAnswer(hosts.length) : ''}
            </span>
          </p>
        ) : (
          <>
            <SectionHead title={t.needs(attention.length)} remark={t.urgent} />
            <AttentionList attention={attention} />
          </>
        )}
        {running.length + moves.length > 0 && (
          <>
            <div className="rule" />
            <SectionHead title={t.motion.title} />
            <InMotion deployments={running} moves={moves} />
          </>
        )}
        <div className="rule" />
        <SectionHead
          title={t.capacity.title}
          remark={t.capacity.remark(bytes(reserved), bytes(total), answering.length)}
          end={
            <span className="hide-s">
              <BarLegend />
            </span>
          }
        />
        <CapacityTable hosts={hosts} />
      </div>
      <aside aria-label={changes.whatChanged}>
        <WhatChanged />
      </aside>
    </div>
  )
}

'use client'
import { Page } from '@/components/frame/page'
// The first page: what needs a human now, what is in motion, how full the hosts are, what changed.
import { FirstRun } from '@/components/hosts/first-run'
import { BarLegend } from '@/components/ui/bar'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { bytes, count } from '@/lib/client/format'
import { hostAnswers } from '@/lib/client/state-words'
import { useOverview } from '@/lib/client/use-overview'
import type { Overview } from '@/lib/contract/overview'
import { AttentionList } from './attention-list'
import { CapacityTable } from './capacity-table'
import { InMotion } from './in-motion'
import { WhatChanged } from './what-changed'

export function OverviewView() {
  const { data, error, refetch } = useOverview()
  if (data && data.hosts.length === 0) return <FirstRun />
  return (
    <Page title="Overview">
      {data ? (
        <OverviewContent overview={data} />
      ) : error ? (
        <ErrorPanel title="The overview could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what="the overview" />
      )}
    </Page>
  )
}

function OverviewContent({ overview }: { overview: Overview }) {
  const { attention, hosts, running } = overview
  const answering = hosts.filter(hostAnswers)
  const sum = (pick: (host: (typeof hosts)[number]) => number) =>
    answering.reduce((total, host) => total + pick(host), 0)
  const reserved = sum((host) => host.reserved.memoryBytes)
  const total = sum((host) => host.total.memoryBytes)
  return (
    <div className="cols">
      <div>
        {attention.length === 0 ? (
          <p className="pad flex items-center gap-2.5">
            <StateMark kind="ok" />
            <b>Nothing needs a human.</b>
            <span className="ink-2">
              {answering.length === hosts.length ? `All ${count(hosts.length, 'host')} answer.` : ''}
            </span>
          </p>
        ) : (
          <>
            <SectionHead
              title={`${count(attention.length, 'thing')} ${attention.length === 1 ? 'needs' : 'need'} a human`}
              remark="most urgent first"
            />
            <AttentionList attention={attention} />
          </>
        )}
        {running.length > 0 && (
          <>
            <div className="rule" />
            <SectionHead title="In motion" />
            <InMotion deployments={running} />
          </>
        )}
        <div className="rule" />
        <SectionHead
          title="Capacity"
          remark={`${bytes(reserved)} of ${bytes(total)} reserved on the ${count(answering.length, 'host')} that ${answering.length === 1 ? 'answers' : 'answer'}`}
          end={
            <span className="hide-s">
              <BarLegend />
            </span>
          }
        />
        <CapacityTable hosts={hosts} />
      </div>
      <aside aria-label="What changed">
        <WhatChanged />
      </aside>
    </div>
  )
}

'use client'
// Always in sight: whether this is live, how many hosts answer, and what runs now even when its page was left.
import Link from 'next/link'
import { Ring } from '@/components/ui/progress'
import { StateMark } from '@/components/ui/state'
import { useNow } from '@/lib/client/clock'
import { clockTime, duration, timeZone } from '@/lib/client/format'
import { useLiveStatus, useLostSince } from '@/lib/client/use-live'
import { useOverview } from '@/lib/client/use-overview'
import { openKeyMap } from './frame-overlays'

const shownOperations = 3

function Liveness() {
  const { state, lastEventAt } = useLiveStatus()
  const lostAt = useLostSince()
  useNow()
  if (lostAt !== null) {
    return (
      <span className="live lost" role="status">
        <StateMark kind="stale" />
        Not live: lost {duration(Date.now() - lostAt)} ago
      </span>
    )
  }
  if (state === 'connecting' || lastEventAt === null) {
    return (
      <span className="live" role="status">
        <StateMark kind="busy" />
        Connecting
      </span>
    )
  }
  return (
    <span className="live" role="status" title={`last word from the server ${duration(Date.now() - lastEventAt)} ago`}>
      <StateMark kind="ok" />
      Live
    </span>
  )
}

export function StatusBar() {
  const now = useNow()
  const lost = useLostSince() !== null
  const { data } = useOverview()
  return (
    <section className="status" aria-label="Status">
      <Liveness />
      {data && <HostsAnswering hosts={data.counts.hosts} healthy={data.counts.healthyHosts} lost={lost} />}
      {data?.running.slice(0, shownOperations).map((deployment) => {
        const done = deployment.operations.filter((operation) => operation.state === 'done').length
        const all = deployment.operations.length
        return (
          <Link
            key={deployment.id}
            className="op"
            href={`/stacks/${encodeURIComponent(deployment.stack)}?tab=deployments&deployment=${encodeURIComponent(deployment.id)}`}
          >
            <Ring fraction={all === 0 ? 0 : done / all} />
            {deployment.stack}
            {deployment.revision === null ? '' : ` r${deployment.revision}`}: {done} of {all} steps
          </Link>
        )
      })}
      <span className="push" />
      <span className="hide-s">
        {now > 0 && (
          // The zone is the reader's: the server cannot know it.
          <>
            {timeZone()} <span className="num">{clockTime(now)}</span>
          </>
        )}
      </span>
      <Link href="/activity" className="hide-s">
        Activity
      </Link>
      <button type="button" className="hide-s" onClick={openKeyMap}>
        Keys <kbd>?</kbd>
      </button>
    </section>
  )
}

function HostsAnswering({ hosts, healthy, lost }: { hosts: number; healthy: number; lost: boolean }) {
  if (hosts === 0) {
    return (
      <span>
        <StateMark kind="idle" />
        no hosts yet
      </span>
    )
  }
  const kind = lost ? 'stale' : healthy === hosts ? 'ok' : 'fail'
  return (
    <span>
      <StateMark kind={kind} />
      {healthy} of {hosts} {hosts === 1 ? 'host' : 'hosts'} {lost ? 'answered' : hosts === 1 ? 'answers' : 'answer'}
    </span>
  )
}

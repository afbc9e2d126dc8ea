'use client'
// Always in sight: whether this is live, how many hosts answer, and what runs now even when its page was left.
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { isUnderWay } from '@/components/board/move/move-words'
import { Ring } from '@/components/ui/progress'
import { StateMark } from '@/components/ui/state'
import { useNow } from '@/lib/client/clock'
import { clockTime, duration, timeZone } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { useLiveStatus, useLostSince } from '@/lib/client/use-live'
import { useMoves } from '@/lib/client/use-moves'
import { useOverview } from '@/lib/client/use-overview'
import { frameTexts } from '@/lib/texts/frame'
import { openKeyMap } from './frame-overlays'
import { PullsStatus } from './pulls-status'
import { UploadsStatus } from './uploads-status'

/** With the words of moves, which most who look at a page do not need. */
const MovesStatus = dynamic(() => loadPart(() => import('./moves-status')).then((it) => it.MovesStatus), { ssr: false })

const shownOperations = 3

function Liveness() {
  const t = useTexts(frameTexts).live
  const { state, lastEventAt } = useLiveStatus()
  const lostAt = useLostSince()
  useNow()
  if (lostAt !== null) {
    return (
      <span className="live lost" role="status">
        <StateMark kind="stale" />
        {t.lost(duration(Date.now() - lostAt))}
      </span>
    )
  }
  if (state === 'connecting' || lastEventAt === null) {
    return (
      <span className="live" role="status">
        <StateMark kind="busy" />
        {t.connecting}
      </span>
    )
  }
  return (
    <span className="live" role="status" title={t.lastWord(duration(Date.now() - lastEventAt))}>
      <StateMark kind="ok" />
      {t.live}
    </span>
  )
}

export function StatusBar() {
  const t = useTexts(frameTexts)
  const now = useNow()
  const lost = useLostSince() !== null
  const { data } = useOverview()
  const moves = (useMoves().data ?? []).filter(isUnderWay)
  return (
    <section className="status" aria-label={t.status.label}>
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
            {deployment.revision === null ? '' : ` r${deployment.revision}`}: {t.status.steps(done, all)}
          </Link>
        )
      })}
      {moves.length > 0 && <MovesStatus moves={moves.slice(0, shownOperations)} />}
      <UploadsStatus />
      <PullsStatus />
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
        {t.pages.activity}
      </Link>
      <button type="button" className="hide-s" onClick={openKeyMap}>
        {t.status.keys} <kbd>?</kbd>
      </button>
    </section>
  )
}

function HostsAnswering({ hosts, healthy, lost }: { hosts: number; healthy: number; lost: boolean }) {
  const t = useTexts(frameTexts).status
  if (hosts === 0) {
    return (
      <span>
        <StateMark kind="idle" />
        {t.noHosts}
      </span>
    )
  }
  const kind = lost ? 'stale' : healthy === hosts ? 'ok' : 'fail'
  return (
    <span>
      <StateMark kind={kind} />
      {t.hosts(healthy, hosts, lost)}
    </span>
  )
}

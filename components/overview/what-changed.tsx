'use client'
// The newest acts, of people and of Lotse itself.
import Link from 'next/link'
import { ErrorPanel } from '@/components/ui/error-panel'
import { SectionHead } from '@/components/ui/section'
import { Timeline } from '@/components/ui/timeline'
import { activityWords } from '@/lib/client/activity-words'
import type { StateKind } from '@/lib/client/state-words'
import { useRecentActivity } from '@/lib/client/use-recent-activity'
import type { ActivityEntry } from '@/lib/contract/activity'

const shown = 14
const marks: Record<ActivityEntry['result'], { mark: StateKind; markWords: string }> = {
  ok: { mark: 'ok', markWords: 'done' },
  failed: { mark: 'fail', markWords: 'failed' },
  refused: { mark: 'warn', markWords: 'refused' },
  running: { mark: 'busy', markWords: 'runs' },
}

export function WhatChanged() {
  const { data, error, refetch } = useRecentActivity()
  const entries = (data ?? []).slice(0, shown).map((entry) => ({
    id: entry.id,
    at: entry.at,
    ...marks[entry.result],
    ...activityWords(entry),
  }))
  return (
    <>
      <SectionHead title="What changed" end={<Link href="/activity">Activity</Link>} />
      {error ? (
        <ErrorPanel title="Activity could not be read" error={error} onRetry={() => void refetch()} />
      ) : entries.length === 0 ? (
        <p className="pad-x dim">{data ? 'Nothing yet.' : ''}</p>
      ) : (
        <Timeline label="What changed" entries={entries} />
      )}
    </>
  )
}

'use client'
// The newest changes to the cluster, by people and by Lotse itself. Who signed in or looked at something stands in Activity.
import Link from 'next/link'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { SectionHead } from '@/components/ui/section'
import { Timeline } from '@/components/ui/timeline'
import { actsOf, isChange } from '@/lib/client/activity-acts'
import { activityWords } from '@/lib/client/activity-words'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import type { StateKind } from '@/lib/client/state-words'
import { useRecentActivity } from '@/lib/client/use-recent-activity'
import type { ActivityEntry } from '@/lib/contract/activity'
import { activityTexts } from '@/lib/texts/activity'
import { frameTexts } from '@/lib/texts/frame'
import { stateTexts } from '@/lib/texts/states'

const shown = 14
const marks: Record<ActivityEntry['result'], StateKind> = { ok: 'ok', failed: 'fail', refused: 'warn', running: 'busy' }

export function WhatChanged() {
  const t = useTexts(activityTexts).page
  const { pages } = useTexts(frameTexts)
  const { results } = useTexts(stateTexts)
  const { data, error, refetch } = useRecentActivity()
  const entries = actsOf((data ?? []).filter(isChange))
    .slice(0, shown)
    .map((entry) => {
      const { text, note } = activityWords(entry)
      return {
        id: entry.id,
        at: entry.at,
        mark: marks[entry.result],
        markWords: results[entry.result],
        text,
        detail: (
          <span className="few-lines" title={note === '' ? undefined : said(note)}>
            {entry.actor}
            {note !== '' && (
              <>
                , <Said text={note} />
              </>
            )}
          </span>
        ),
      }
    })
  return (
    <>
      <SectionHead title={t.whatChanged} end={<Link href="/activity">{pages.activity}</Link>} />
      {error ? (
        <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
      ) : entries.length === 0 ? (
        <p className="pad-x dim">{data ? t.nothingYet : ''}</p>
      ) : (
        <Timeline label={t.whatChanged} entries={entries} />
      )}
    </>
  )
}

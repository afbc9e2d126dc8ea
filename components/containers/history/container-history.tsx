'use client'
// What happened to a container, newest on top: acts of people beside the events of its engine.
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { Timeline, type TimelineEntry } from '@/components/ui/timeline'
import { activityWords } from '@/lib/client/activity-words'
import { useTexts } from '@/lib/client/language'
import type { StateKind } from '@/lib/client/state-words'
import { useHistory } from '@/lib/client/use-history'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Container } from '@/lib/contract/containers'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { stateTexts } from '@/lib/texts/states'
import { eventWords } from './history-words'

const marks: Record<ActivityEntry['result'], StateKind> = { ok: 'ok', failed: 'fail', refused: 'warn', running: 'busy' }

export default function ContainerHistory({ container }: { container: Container }) {
  const t = useTexts(containerHistoryTexts)
  const { results } = useTexts(stateTexts)
  const history = useHistory(container)
  if (history.error) {
    return <ErrorPanel title={t.failed} error={history.error} onRetry={() => void history.refetch()} />
  }
  if (!history.data) return <Loading what={t.what} />
  const { entries, hasEvents } = history.data
  const shown = entries.map((entry, index): TimelineEntry => {
    if (entry.kind === 'activity') {
      const { text, detail } = activityWords(entry.entry)
      const mark = marks[entry.entry.result]
      return { id: `a${entry.entry.id}`, at: entry.at, mark, markWords: results[entry.entry.result], text, detail }
    }
    const { mark, text } = eventWords(entry, t)
    return { id: `e${entry.at}${entry.action}${index}`, at: entry.at, mark, markWords: t.mark, text, detail: t.engine }
  })
  return (
    <>
      {!hasEvents && (
        <p className="notice">
          <StateMark kind="stale" /> {t.noEvents(container.hostName)}
        </p>
      )}
      {shown.length === 0 ? (
        <Empty title={t.none}>{t.noneLead}</Empty>
      ) : (
        <>
          <SectionHead title={t.title} />
          <Timeline label={t.title} entries={shown} />
          <p className="pad dim small">{t.noneLead}</p>
        </>
      )}
    </>
  )
}

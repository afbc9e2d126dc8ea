'use client'
// What happened to a container, newest on top: acts of people beside the events of its engines, before moves and
// recreations too.
import { useMemo } from 'react'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useLanguage, useTexts } from '@/lib/client/language'
import { useSaid } from '@/lib/client/said'
import { useHistory } from '@/lib/client/use-history'
import type { Container } from '@/lib/contract/containers'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { HistoryTimeline } from './history-timeline'
import { shownHistory } from './shown-history'

export default function ContainerHistory({ container }: { container: Container }) {
  const t = useTexts(containerHistoryTexts)
  const language = useLanguage()
  useSaid()
  const history = useHistory(container)
  const { data } = history
  const shown = useMemo(() => shownHistory(data?.entries ?? [], data?.deaths ?? [], language), [data, language])
  if (history.error) {
    return <ErrorPanel title={t.failed} error={history.error} onRetry={() => void history.refetch()} />
  }
  if (!data) return <Loading what={t.what} />
  const { silent } = data
  return (
    <>
      {silent.length > 0 && (
        <p className="notice">
          <StateMark kind="stale" /> {t.noEvents(silent.join(', '))}
        </p>
      )}
      {shown.length === 0 ? (
        <Empty title={t.none}>{t.noneLead}</Empty>
      ) : (
        <>
          <SectionHead title={t.title} />
          <HistoryTimeline entries={shown} />
          <p className="pad dim small">{t.noneLead}</p>
        </>
      )}
    </>
  )
}

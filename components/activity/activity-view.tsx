'use client'
// Who did what, to what, with which result. The record behind every toast.
import { Undo2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Input } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { Table } from '@/components/ui/table'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { actsOf } from '@/lib/client/activity-acts'
import { activityWords } from '@/lib/client/activity-words'
import { elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import type { StateKind } from '@/lib/client/state-words'
import { useActivity } from '@/lib/client/use-activity'
import { useHosts } from '@/lib/client/use-hosts'
import { useListAddress } from '@/lib/client/use-list-address'
import { useActBlocked } from '@/lib/client/use-live'
import type { ActivityEntry } from '@/lib/contract/activity'
import { activityTexts } from '@/lib/texts/activity'
import { frameTexts } from '@/lib/texts/frame'
import { stateTexts } from '@/lib/texts/states'
import { type Undo, type UndoCall, undosOf } from './undo'
import { UndoDialog } from './undo-dialog'

const marks: Record<ActivityEntry['result'], StateKind> = { ok: 'ok', failed: 'fail', refused: 'warn', running: 'busy' }

/** Whom a certificate or token stands for, and from where it came. */
const origin = ({ actor, details }: ActivityEntry): string =>
  [actor, details?.user, details?.address].filter((part) => typeof part === 'string').join(', ')

type Words = { t: (typeof activityTexts)['en']['page']; results: (typeof stateTexts)['en']['results'] }

const columnsOf = ({ t, results }: Words): Column<ActivityEntry>[] => [
  { id: 'at', label: t.when, at: 'c', priority: 1, width: '86px', render: (entry) => <When at={entry.at} /> },
  {
    id: 'actor',
    label: t.who,
    at: 'd',
    priority: 1,
    width: '120px',
    render: (entry) => (
      <span className="cut" title={origin(entry)}>
        {entry.actor}
      </span>
    ),
  },
  {
    id: 'message',
    label: t.what,
    at: 'a',
    priority: 1,
    width: '42%',
    render: (entry) => {
      const { text } = activityWords(entry)
      return (
        <span className="cut" title={`${text}\n${entry.action}`}>
          <StateMark kind={marks[entry.result]} words={results[entry.result]} /> {text}
        </span>
      )
    },
  },
  {
    id: 'remark',
    label: t.more,
    at: 'b',
    priority: 1,
    render: (entry) => {
      const { note: words } = activityWords(entry)
      return (
        <span className={`cut ${entry.result === 'failed' ? 'fail' : 'dim'}`} title={said(words)}>
          <Said text={words} />
        </span>
      )
    },
  },
  {
    id: 'duration',
    label: t.took,
    align: 'right',
    priority: 3,
    width: '80px',
    render: (entry) => <span className="num dim">{entry.durationMs === null ? '' : elapsed(entry.durationMs)}</span>,
  },
]

export function ActivityView() {
  const { q: text, setQ: setText } = useListAddress('at')
  const texts = useTexts(activityTexts)
  const t = texts.page
  const { pages } = useTexts(frameTexts)
  const { results } = useTexts(stateTexts)
  const router = useRouter()
  const blocked = useActBlocked()
  const hosts = useHosts().data
  const columns = useMemo(() => columnsOf({ t, results }), [t, results])
  const activity = useActivity(text.trim())
  const rows = useMemo(() => actsOf(activity.entries), [activity.entries])
  const undos = useMemo(() => undosOf(rows, hosts ?? [], texts.undo), [rows, hosts, texts])
  const [asked, setAsked] = useState<Extract<Undo, { call: UndoCall }> | null>(null)
  return (
    <Page title={pages.activity} fixed>
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t.placeholder}
          aria-label={t.filter}
        />
        {activity.hasMore && (
          <Button size="small" look="ghost" busy={activity.isFetchingMore} onClick={activity.more}>
            {t.older}
          </Button>
        )}
      </div>
      {activity.error ? (
        <ErrorPanel title={t.failed} error={activity.error} onRetry={activity.refetch} />
      ) : (
        <Table
          label={pages.activity}
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          rowId={(entry) => String(entry.id)}
          rowActions={(entry) => {
            const undo = undos.get(entry.id)
            if (!undo) return null
            return (
              <Button
                look="ghost"
                size="small"
                icon={Undo2}
                aria-label={`${texts.undo.label}: ${undo.words}`}
                title={undo.words}
                disabledReason={'call' in undo ? blocked : undefined}
                onClick={() => ('call' in undo ? setAsked(undo) : router.push(undo.href))}
              />
            )
          }}
          empty={activity.isLoading ? undefined : <Empty title={text === '' ? t.nothing : t.noMatch}>{t.each}</Empty>}
        />
      )}
      {asked && <UndoDialog undo={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

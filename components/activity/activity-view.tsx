'use client'
// Who did what, to what, with which result. The record behind every toast.
import { useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Input } from '@/components/ui/field'
import { StateMark } from '@/components/ui/state'
import { Table } from '@/components/ui/table'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { activityWords } from '@/lib/client/activity-words'
import { elapsed } from '@/lib/client/format'
import type { StateKind } from '@/lib/client/state-words'
import { useActivity } from '@/lib/client/use-activity'
import type { ActivityEntry } from '@/lib/contract/activity'

const marks: Record<ActivityEntry['result'], { kind: StateKind; words: string }> = {
  ok: { kind: 'ok', words: 'done' },
  failed: { kind: 'fail', words: 'failed' },
  refused: { kind: 'warn', words: 'refused' },
  running: { kind: 'busy', words: 'runs' },
}

/** Who stands in a column of its own. */
const remark = ({ actor }: ActivityEntry, detail: string) =>
  detail === actor ? '' : detail.startsWith(`${actor}, `) ? detail.slice(actor.length + 2) : detail

const columns: Column<ActivityEntry>[] = [
  { id: 'at', label: 'When', at: 'c', priority: 1, width: '86px', render: (entry) => <When at={entry.at} /> },
  {
    id: 'actor',
    label: 'Who',
    at: 'd',
    priority: 1,
    width: '120px',
    render: (entry) => <span className="cut">{entry.actor}</span>,
  },
  {
    id: 'message',
    label: 'What',
    at: 'a',
    priority: 1,
    width: '42%',
    render: (entry) => {
      const { text } = activityWords(entry)
      return (
        <span className="cut" title={`${text}\n${entry.action}`}>
          <StateMark {...marks[entry.result]} /> {text}
        </span>
      )
    },
  },
  {
    id: 'remark',
    label: 'More',
    at: 'b',
    priority: 1,
    render: (entry) => {
      const words = remark(entry, activityWords(entry).detail)
      return (
        <span className={`cut ${entry.result === 'failed' ? 'fail' : 'dim'}`} title={words}>
          {words}
        </span>
      )
    },
  },
  {
    id: 'duration',
    label: 'Took',
    align: 'right',
    priority: 3,
    width: '80px',
    render: (entry) => <span className="num dim">{entry.durationMs === null ? '' : elapsed(entry.durationMs)}</span>,
  },
]

export function ActivityView() {
  const [text, setText] = useState('')
  const activity = useActivity(text.trim())
  const rows = activity.entries
  return (
    <Page title="Activity" fixed>
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="who, act or target"
          aria-label="Filter activity"
        />
        {activity.hasMore && (
          <Button size="small" look="ghost" busy={activity.isFetchingMore} onClick={activity.more}>
            Older
          </Button>
        )}
      </div>
      {activity.error ? (
        <ErrorPanel title="Activity could not be read" error={activity.error} onRetry={activity.refetch} />
      ) : (
        <Table
          label="Activity"
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          rowId={(entry) => String(entry.id)}
          empty={
            activity.isLoading ? undefined : (
              <Empty title={text === '' ? 'Nothing happened yet' : 'Nothing matches'}>
                Each change leaves a line here.
              </Empty>
            )
          }
        />
      )}
    </Page>
  )
}

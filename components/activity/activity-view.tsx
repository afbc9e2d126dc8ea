'use client'
// Who did what, to what, with which result. The record behind every toast.
import { useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Input } from '@/components/ui/field'
import { State } from '@/components/ui/state'
import { Table } from '@/components/ui/table'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { elapsed } from '@/lib/client/format'
import type { StateKind } from '@/lib/client/state-words'
import { useActivity } from '@/lib/client/use-activity'
import type { ActivityEntry } from '@/lib/contract/activity'

const kinds: Record<ActivityEntry['result'], StateKind> = { ok: 'ok', failed: 'fail', refused: 'warn', running: 'busy' }

const columns: Column<ActivityEntry>[] = [
  { id: 'at', label: 'When', at: 'c', priority: 1, width: '86px', render: (entry) => <When at={entry.at} /> },
  {
    id: 'actor',
    label: 'Who',
    at: 'd',
    priority: 1,
    width: '130px',
    render: (entry) => <span className="cut">{entry.actor}</span>,
  },
  { id: 'action', label: 'Act', priority: 2, width: '160px', render: (entry) => <code>{entry.action}</code> },
  {
    id: 'message',
    label: 'What',
    at: 'a',
    priority: 1,
    render: (entry) => (
      <span className="cut" title={`${entry.target}: ${entry.message}`}>
        <b>{entry.target}</b> <span className="ink-2">{entry.message}</span>
      </span>
    ),
  },
  {
    id: 'result',
    label: 'Result',
    at: 'b',
    priority: 1,
    width: '110px',
    render: (entry) => <State kind={kinds[entry.result]} words={entry.result} />,
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

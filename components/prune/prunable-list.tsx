'use client'
// What hosts keep and nobody may need any more, as a page: a filter over its words, a table, and the way to clean up.
import { Brush } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/field'
import { ListTable } from '@/components/ui/list-table'
import { sortRows } from '@/components/ui/table-sort'
import type { Column } from '@/components/ui/table-types'
import { useTexts } from '@/lib/client/language'
import { useListAddress } from '@/lib/client/use-list-address'
import { useActBlocked } from '@/lib/client/use-live'
import { useWanted } from '@/lib/client/use-wanted'
import { pruneTexts } from '@/lib/texts/prune'
import { PruneDialog } from './prune-dialog'

const askable = ['prune'] as const

type Props<Row> = {
  kind: 'images' | 'volumes'
  source: { data: Row[] | undefined; error: unknown; refetch: () => unknown }
  words: {
    title: string
    placeholder: string
    filter: string
    failed: string
    none: string
    noneLead: string
    noMatch: string
  }
  columns: Column<Row>[]
  rowId: (row: Row) => string
  /** What the filter looks into. */
  textsOf: (row: Row) => readonly string[]
  /** `12 images` */
  counted: (count: number) => string
  /** What is told of the rows that are shown; default: how many. */
  summary?: (rows: readonly Row[]) => string
  rowActions: (row: Row) => ReactNode
  actions?: ReactNode
  /** More in the line of the filter. */
  tools?: ReactNode
  /** Dialogs of the page. */
  children?: ReactNode
}

export function PrunableList<Row>({ kind, source, words, columns, textsOf, counted, ...props }: Props<Row>) {
  const { rowId, rowActions, actions, tools, children, summary = (rows) => counted(rows.length) } = props
  const blocked = useActBlocked()
  const { q, setQ, sort, setSort } = useListAddress('name')
  const prune = useTexts(pruneTexts)
  const [pruning, setPruning] = useState(false)
  useWanted(askable, () => setPruning(true))
  const rows = useMemo(() => {
    const wanted = q.trim().toLowerCase()
    const found = (source.data ?? []).filter((row) => textsOf(row).some((text) => text.toLowerCase().includes(wanted)))
    return sortRows(found, columns, sort)
  }, [source.data, textsOf, columns, q, sort])
  return (
    <Page title={words.title} fixed actions={actions}>
      <div className="toolbar">
        <Input
          value={q}
          onChange={(event) => setQ(event.target.value)}
          placeholder={words.placeholder}
          aria-label={words.filter}
        />
        <span className="dim small">{summary(rows)}</span>
        {tools}
        <Button className="push" icon={Brush} disabledReason={blocked} onClick={() => setPruning(true)}>
          {prune.ask}
        </Button>
      </div>
      <ListTable
        source={source}
        rows={rows}
        failed={words.failed}
        none={<Empty title={words.none}>{words.noneLead}</Empty>}
        filtered={q === '' ? undefined : { title: words.noMatch, all: counted, onClear: () => setQ('') }}
        label={words.title}
        columns={columns}
        rowId={rowId}
        sort={sort}
        onSort={setSort}
        rowActions={rowActions}
      />
      {pruning && <PruneDialog kind={kind} onClose={() => setPruning(false)} />}
      {children}
    </Page>
  )
}

'use client'
// The entries of one folder: folders first, links with where they lead.
import { Download, File, FileQuestion, Folder, FolderSymlink } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Empty } from '@/components/ui/empty'
import { Icon } from '@/components/ui/icon'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import type { Column, Sort } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { FileEntry } from '@/lib/contract/files'
import { containerFileTexts } from '@/lib/texts/container-files'
import { modeWords } from './mode-words'

const icons = { file: File, folder: Folder, link: FolderSymlink, other: FileQuestion } as const

const columnsOf = (t: (typeof containerFileTexts)['en'], onOpen: (entry: FileEntry) => void): Column<FileEntry>[] => [
  {
    id: 'name',
    label: t.columns.name,
    at: 'a',
    value: ({ kind, name }) => `${kind === 'folder' ? 0 : 1} ${name}`,
    render: (entry) => (
      <span className="file-name" title={entry.linkTarget ? `${entry.name} → ${entry.linkTarget}` : entry.name}>
        <Icon icon={icons[entry.kind]} small />
        <span className="sr">{t.kinds[entry.kind]}</span>
        <button type="button" className="link mono" tabIndex={-1} onClick={() => onOpen(entry)}>
          <span>{entry.name}</span>
        </button>
        {entry.linkTarget && <span className="dim mono cut">→ {entry.linkTarget}</span>}
      </span>
    ),
  },
  {
    id: 'size',
    label: t.columns.size,
    align: 'right',
    width: '92px',
    at: 'c',
    value: ({ size }) => size,
    render: ({ kind, size }) => (kind === 'file' ? bytes(size) : null),
  },
  {
    id: 'mode',
    label: t.columns.mode,
    width: '104px',
    at: 'b',
    value: ({ mode }) => mode,
    render: ({ mode }) => <code title={mode.toString(8).padStart(4, '0')}>{modeWords(mode)}</code>,
  },
  {
    id: 'owner',
    label: t.columns.owner,
    width: '96px',
    priority: 2,
    value: ({ uid }) => uid ?? -1,
    render: ({ uid, gid }) => <span className="num dim">{uid === null ? '' : `${uid}:${gid}`}</span>,
  },
  {
    id: 'modified',
    label: t.columns.modified,
    align: 'right',
    width: '110px',
    at: 'd',
    value: ({ modifiedAt }) => modifiedAt ?? '',
    render: ({ modifiedAt }) => modifiedAt && <When at={modifiedAt} />,
  },
]

type Props = {
  path: string
  entries: FileEntry[]
  onOpen: (entry: FileEntry) => void
  addressOf: (entry: FileEntry) => string
}

export function FolderTable({ path, entries, onOpen, addressOf }: Props) {
  const t = useTexts(containerFileTexts)
  const [sort, setSort] = useState<Sort>({ id: 'name', direction: 'asc' })
  const columns = useMemo(() => columnsOf(t, onOpen), [t, onOpen])
  const rows = useMemo(() => sortRows(entries, columns, sort), [entries, columns, sort])
  return (
    <Table
      key={path}
      label={path}
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index]}
      rowId={(entry) => entry.name}
      sort={sort}
      onSort={setSort}
      onOpen={onOpen}
      rowActions={(entry) =>
        entry.kind === 'other' ? null : (
          <a
            className="icon-btn"
            href={addressOf(entry)}
            download
            aria-label={t.downloadOf(entry.name)}
            title={t.downloadOf(entry.name)}
          >
            <Icon icon={Download} small />
          </a>
        )
      }
      empty={<Empty title={t.empty} />}
    />
  )
}

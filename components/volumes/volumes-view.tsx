'use client'
// Volumes over all hosts. A local volume lives on one host: the containers that use it can only run there.
import { Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Input } from '@/components/ui/field'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import type { Column, Sort } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { count } from '@/lib/client/format'
import { useRemoveVolume, useVolumes } from '@/lib/client/use-inventory'
import { useActBlocked } from '@/lib/client/use-live'
import type { Volume } from '@/lib/contract/inventory'

/** The engine names a volume that nobody named by 64 digits. */
const isAnonymous = (volume: Volume) => /^[0-9a-f]{64}$/.test(volume.name)
const nameOf = (volume: Volume) => (isAnonymous(volume) ? volume.name.slice(0, 12) : volume.name)

const columns: Column<Volume>[] = [
  {
    id: 'name',
    label: 'Volume',
    at: 'a',
    priority: 1,
    value: (volume) => volume.name,
    render: (volume) => (
      <span className="cut" title={`${volume.name}\n${volume.mountpoint}`}>
        {isAnonymous(volume) ? (
          <>
            <span className="dim">unnamed</span> <code>{nameOf(volume)}</code>
          </>
        ) : (
          volume.name
        )}
      </span>
    ),
  },
  {
    id: 'host',
    label: 'Host',
    at: 'c',
    priority: 1,
    width: '130px',
    value: (volume) => volume.hostName,
    render: (volume) => <Link href={`/hosts/${volume.hostId}`}>{volume.hostName}</Link>,
  },
  {
    id: 'driver',
    label: 'Driver',
    priority: 3,
    width: '92px',
    value: (volume) => volume.driver,
    render: (volume) => <span className="dim">{volume.driver}</span>,
  },
  {
    id: 'stack',
    label: 'Stack',
    priority: 2,
    width: '130px',
    value: (volume) => volume.stack ?? '',
    render: (volume) =>
      volume.stack ? <Link href={`/stacks/${encodeURIComponent(volume.stack)}`}>{volume.stack}</Link> : null,
  },
  {
    id: 'usedBy',
    label: 'Used by',
    at: 'b',
    priority: 1,
    width: '26%',
    value: (volume) => volume.usedBy.length,
    render: (volume) => (volume.usedBy.length === 0 ? <span className="dim">unused</span> : volume.usedBy.join(', ')),
  },
  {
    id: 'created',
    label: 'Created',
    priority: 3,
    width: '92px',
    value: (volume) => volume.createdAt ?? '',
    render: (volume) => volume.createdAt && <When at={volume.createdAt} />,
  },
]

export function VolumesView() {
  const volumes = useVolumes()
  const blocked = useActBlocked()
  const remove = useRemoveVolume()
  const [text, setText] = useState('')
  const [sort, setSort] = useState<Sort>({ id: 'name', direction: 'asc' })
  const [removing, setRemoving] = useState<Volume | null>(null)
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const found = (volumes.data ?? []).filter((volume) =>
      [volume.name, volume.hostName, volume.stack ?? '', ...volume.usedBy].some((part) =>
        part.toLowerCase().includes(wanted),
      ),
    )
    return sortRows(found, columns, sort)
  }, [volumes.data, text, sort])
  return (
    <Page title="Volumes" fixed>
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="name, host or stack"
          aria-label="Filter volumes"
        />
        <span className="dim small">{count(rows.length, 'volume')}</span>
      </div>
      {volumes.error && !volumes.data ? (
        <ErrorPanel title="Volumes could not be read" error={volumes.error} onRetry={() => void volumes.refetch()} />
      ) : (
        <Table
          label="Volumes"
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          rowId={(volume) => `${volume.hostId}/${volume.name}`}
          sort={sort}
          onSort={setSort}
          rowActions={(volume) => (
            <Button
              look="ghost"
              size="small"
              icon={Trash2}
              aria-label={`Remove ${nameOf(volume)}…`}
              disabledReason={blocked ?? (volume.usedBy.length > 0 ? `used by ${volume.usedBy.join(', ')}` : undefined)}
              onClick={() => setRemoving(volume)}
            />
          )}
          empty={
            volumes.data &&
            (text === '' ? (
              <Empty title="No volumes">No host has a volume yet.</Empty>
            ) : (
              <Empty title="No volume matches" actions={<Button onClick={() => setText('')}>Clear filter</Button>}>
                {count(volumes.data.length, 'volume')} without the filter.
              </Empty>
            ))
          }
        />
      )}
      {removing && (
        <ConfirmDialog
          title={`Remove the volume ${nameOf(removing)}`}
          confirmLabel="Remove it with its data"
          confirmWord={nameOf(removing)}
          items={[{ id: removing.name, content: nameOf(removing), remark: removing.hostName }]}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setRemoving(null)}
          onConfirm={() => remove.mutate(removing, { onSuccess: () => setRemoving(null) })}
        >
          Its data cannot be brought back.
        </ConfirmDialog>
      )}
    </Page>
  )
}

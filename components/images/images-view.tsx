'use client'
// Images over all hosts: which tag is where, how large, who uses it.
import { Download, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Input } from '@/components/ui/field'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import type { Column, Sort } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { bytes, count, shortId } from '@/lib/client/format'
import { useImages } from '@/lib/client/use-inventory'
import { useActBlocked } from '@/lib/client/use-live'
import type { Image } from '@/lib/contract/inventory'
import { PullDialog } from './pull-dialog'
import { RemoveImageDialog } from './remove-image-dialog'

const nameOf = (image: Image) => image.tags[0] ?? image.digests[0] ?? shortId(image.id)

const columns: Column<Image>[] = [
  {
    id: 'name',
    label: 'Image',
    at: 'a',
    priority: 1,
    value: nameOf,
    render: (image) => (
      <span title={[...image.tags, image.id].join('\n')}>
        {image.tags.length === 0 ? <span className="dim">untagged {shortId(image.id)}</span> : image.tags.join(', ')}
      </span>
    ),
  },
  {
    id: 'hosts',
    label: 'Hosts',
    at: 'b',
    priority: 1,
    width: '24%',
    value: (image) => image.hostNames.length,
    render: (image) => <span className="dim">{image.hostNames.join(', ')}</span>,
  },
  {
    id: 'containers',
    label: 'Used by',
    align: 'right',
    at: 'd',
    priority: 2,
    width: '120px',
    value: (image) => image.containerCount,
    render: (image) =>
      image.containerCount === 0 ? <span className="dim">unused</span> : count(image.containerCount, 'container'),
  },
  {
    id: 'size',
    label: 'Size',
    align: 'right',
    at: 'c',
    priority: 1,
    width: '92px',
    value: (image) => image.sizeBytes,
    render: (image) => <span className="num">{bytes(image.sizeBytes)}</span>,
  },
  {
    id: 'created',
    label: 'Created',
    priority: 3,
    width: '92px',
    value: (image) => image.createdAt,
    render: (image) => <When at={image.createdAt} />,
  },
]

export function ImagesView() {
  const images = useImages()
  const blocked = useActBlocked()
  const [text, setText] = useState('')
  const [sort, setSort] = useState<Sort>({ id: 'name', direction: 'asc' })
  const [pulling, setPulling] = useState(false)
  const [removing, setRemoving] = useState<Image | null>(null)
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const found = (images.data ?? []).filter((image) =>
      [...image.tags, image.id, ...image.hostNames].some((part) => part.toLowerCase().includes(wanted)),
    )
    return sortRows(found, columns, sort)
  }, [images.data, text, sort])
  const total = rows.reduce((sum, image) => sum + image.sizeBytes * image.hostIds.length, 0)
  return (
    <Page
      title="Images"
      fixed
      actions={
        <Button className="keep-s" icon={Download} disabledReason={blocked} onClick={() => setPulling(true)}>
          Pull…
        </Button>
      }
    >
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="name, id or host"
          aria-label="Filter images"
        />
        <span className="dim small">
          {count(rows.length, 'image')}, {bytes(total)} on all hosts
        </span>
      </div>
      {images.error && !images.data ? (
        <ErrorPanel title="Images could not be read" error={images.error} onRetry={() => void images.refetch()} />
      ) : (
        <Table
          label="Images"
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          rowId={(image) => image.id}
          sort={sort}
          onSort={setSort}
          rowActions={(image) => (
            <Button
              look="ghost"
              size="small"
              icon={Trash2}
              aria-label={`Remove ${nameOf(image)}…`}
              disabledReason={blocked ?? (image.containerCount > 0 ? 'containers use it' : undefined)}
              onClick={() => setRemoving(image)}
            />
          )}
          empty={
            images.data &&
            (text === '' ? (
              <Empty title="No images">No host has an image yet. A deploy pulls what it needs.</Empty>
            ) : (
              <Empty title="No image matches" actions={<Button onClick={() => setText('')}>Clear filter</Button>}>
                {count(images.data.length, 'image')} without the filter.
              </Empty>
            ))
          }
        />
      )}
      {pulling && <PullDialog onClose={() => setPulling(false)} />}
      {removing && <RemoveImageDialog image={removing} name={nameOf(removing)} onClose={() => setRemoving(null)} />}
    </Page>
  )
}

'use client'
// Images over all hosts: which tag is where, how large, who uses it.
import { Brush, Download, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { PruneDialog } from '@/components/prune/prune-dialog'
import { Button } from '@/components/ui/button'
import { Copied } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/field'
import { ListTable } from '@/components/ui/list-table'
import { sortRows } from '@/components/ui/table-sort'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { bytes, shortId } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useImages } from '@/lib/client/use-inventory'
import { useListAddress } from '@/lib/client/use-list-address'
import { useActBlocked } from '@/lib/client/use-live'
import { useWanted } from '@/lib/client/use-wanted'
import type { Image } from '@/lib/contract/inventory'
import { imageTexts } from '@/lib/texts/inventory'
import { pruneTexts } from '@/lib/texts/prune'
import { uiTexts } from '@/lib/texts/ui'
import { PullDialog } from './pull-dialog'
import { RemoveImageDialog } from './remove-image-dialog'

const nameOf = (image: Image) => image.tags[0] ?? image.digests[0] ?? shortId(image.id)

const askable = ['pull', 'prune'] as const

type Words = { t: (typeof imageTexts)['en']; ui: (typeof uiTexts)['en'] }

const columnsOf = ({ t, ui }: Words): Column<Image>[] => [
  {
    id: 'name',
    label: t.columns.image,
    at: 'a',
    priority: 1,
    value: nameOf,
    render: (image) => (
      <span title={[...image.tags, image.id].join('\n')}>
        {image.tags.length === 0 ? (
          <span className="dim">{t.untagged.replace('{id}', shortId(image.id))}</span>
        ) : (
          image.tags.join(', ')
        )}
      </span>
    ),
  },
  {
    id: 'id',
    label: t.columns.id,
    priority: 3,
    width: '152px',
    render: (image) => <Copied text={image.digests[0] ?? image.id} shown={shortId(image.id)} label={t.columns.id} />,
  },
  {
    id: 'hosts',
    label: t.columns.hosts,
    at: 'b',
    priority: 1,
    width: '20%',
    value: (image) => image.hostNames.length,
    render: (image) => <span className="dim">{image.hostNames.join(', ')}</span>,
  },
  {
    id: 'containers',
    label: t.columns.usedBy,
    align: 'right',
    at: 'd',
    priority: 2,
    width: '120px',
    value: (image) => image.containerCount,
    render: (image) =>
      image.containerCount === 0 ? <span className="dim">{ui.unused}</span> : ui.containers(image.containerCount),
  },
  {
    id: 'size',
    label: t.columns.size,
    align: 'right',
    at: 'c',
    priority: 1,
    width: '92px',
    value: (image) => image.sizeBytes,
    render: (image) => <span className="num">{bytes(image.sizeBytes)}</span>,
  },
  {
    id: 'created',
    label: t.columns.created,
    priority: 3,
    width: '108px',
    value: (image) => image.createdAt,
    render: (image) => <When at={image.createdAt} />,
  },
]

export function ImagesView() {
  const images = useImages()
  const blocked = useActBlocked()
  const { q: text, setQ: setText, sort, setSort } = useListAddress('name')
  const t = useTexts(imageTexts)
  const ui = useTexts(uiTexts)
  const columns = useMemo(() => columnsOf({ t, ui }), [t, ui])
  const prune = useTexts(pruneTexts)
  const [pulling, setPulling] = useState(false)
  const [pruning, setPruning] = useState(false)
  useWanted(askable, (act) => (act === 'pull' ? setPulling(true) : setPruning(true)))
  const [removing, setRemoving] = useState<Image | null>(null)
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const found = (images.data ?? []).filter((image) =>
      [...image.tags, image.id, ...image.hostNames].some((part) => part.toLowerCase().includes(wanted)),
    )
    return sortRows(found, columns, sort)
  }, [images.data, columns, text, sort])
  const total = rows.reduce((sum, image) => sum + image.sizeBytes * image.hostIds.length, 0)
  return (
    <Page
      title={t.title}
      fixed
      actions={
        <Button className="keep-s" icon={Download} disabledReason={blocked} onClick={() => setPulling(true)}>
          {t.pull.ask}
        </Button>
      }
    >
      <div className="toolbar">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t.placeholder}
          aria-label={t.filter}
        />
        <span className="dim small">{t.total(t.images(rows.length), bytes(total))}</span>
        <Button className="push" icon={Brush} disabledReason={blocked} onClick={() => setPruning(true)}>
          {prune.ask}
        </Button>
      </div>
      <ListTable
        source={images}
        rows={rows}
        failed={t.failed}
        none={<Empty title={t.none}>{t.noneLead}</Empty>}
        filtered={text === '' ? undefined : { title: t.noMatch, all: t.images, onClear: () => setText('') }}
        label={t.title}
        columns={columns}
        rowId={(image) => image.id}
        sort={sort}
        onSort={setSort}
        rowActions={(image) => (
          <Button
            look="ghost"
            size="small"
            icon={Trash2}
            aria-label={ui.removeAskOf(nameOf(image))}
            disabledReason={blocked ?? (image.containerCount > 0 ? t.inUse : undefined)}
            onClick={() => setRemoving(image)}
          />
        )}
      />
      {pruning && <PruneDialog kind="images" onClose={() => setPruning(false)} />}
      {pulling && <PullDialog onClose={() => setPulling(false)} />}
      {removing && <RemoveImageDialog image={removing} name={nameOf(removing)} onClose={() => setRemoving(null)} />}
    </Page>
  )
}

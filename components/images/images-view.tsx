'use client'
// Images over all hosts: which tag is where, how large, who uses it.
import { Download, Trash2 } from 'lucide-react'
import { Fragment, useMemo, useState } from 'react'
import { PrunableList } from '@/components/prune/prunable-list'
import { Button } from '@/components/ui/button'
import { Copied } from '@/components/ui/copy-button'
import { ImageName } from '@/components/ui/image-name'
import { State } from '@/components/ui/state'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { bytes, shortId } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useImages } from '@/lib/client/use-inventory'
import { useActBlocked } from '@/lib/client/use-live'
import { useImageUpdates } from '@/lib/client/use-updates'
import { useWanted } from '@/lib/client/use-wanted'
import type { Image } from '@/lib/contract/inventory'
import { imageTexts } from '@/lib/texts/inventory'
import { uiTexts } from '@/lib/texts/ui'
import { NewerImages } from './newer-images'
import { PullDialog } from './pull-dialog'
import { RemoveImageDialog } from './remove-image-dialog'

const nameOf = (image: Image) => image.tags[0] ?? image.digests[0] ?? shortId(image.id)

const askable = ['pull'] as const

type Words = { t: (typeof imageTexts)['en']; ui: (typeof uiTexts)['en'] }

/** `older`: ids of images whose tag is another one in the registry now. */
const columnsOf = ({ t, ui }: Words, older: ReadonlySet<string>): Column<Image>[] => [
  {
    id: 'name',
    label: t.columns.image,
    at: 'a',
    priority: 1,
    value: nameOf,
    render: (image) => (
      <span className="cn" title={[...image.tags, image.id].join('\n')}>
        {image.tags.length === 0 ? (
          <>
            {image.digests[0] && <ImageName image={image.digests[0].split('@', 1)[0] ?? ''} mono={false} />}
            <span className="cn-k">{` ${t.untagged.replace('{id}', shortId(image.id))}`}</span>
          </>
        ) : (
          image.tags.map((tag, index) => (
            <Fragment key={tag}>
              {index > 0 && <span className="cn-k">{', '}</span>}
              <ImageName image={tag} mono={false} />
            </Fragment>
          ))
        )}
      </span>
    ),
  },
  {
    id: 'newer',
    label: t.newer.column,
    at: 'f',
    priority: 1,
    width: '148px',
    value: (image) => (older.has(image.id) ? 0 : 1),
    render: (image) => older.has(image.id) && <State kind="warn" words={t.newer.available} />,
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

const textsOf = (image: Image) => [...image.tags, ...image.digests, image.id, ...image.hostNames]

export function ImagesView() {
  const images = useImages()
  const blocked = useActBlocked()
  const t = useTexts(imageTexts)
  const ui = useTexts(uiTexts)
  const updates = useImageUpdates()
  const older = useMemo(
    () => new Set(updates.data?.images.flatMap((image) => image.older.map(({ imageId }) => imageId))),
    [updates.data],
  )
  const columns = useMemo(() => columnsOf({ t, ui }, older), [t, ui, older])
  const [pulling, setPulling] = useState(false)
  useWanted(askable, () => setPulling(true))
  const [removing, setRemoving] = useState<Image | null>(null)
  const sizeOf = (rows: readonly Image[]) =>
    bytes(rows.reduce((sum, image) => sum + image.sizeBytes * image.hostIds.length, 0))
  return (
    <PrunableList
      kind="images"
      source={images}
      words={t}
      columns={columns}
      rowId={(image) => image.id}
      textsOf={textsOf}
      counted={t.images}
      summary={(rows) => t.total(t.images(rows.length), sizeOf(rows))}
      tools={<NewerImages />}
      actions={
        <Button className="keep-s" icon={Download} disabledReason={blocked} onClick={() => setPulling(true)}>
          {t.pull.ask}
        </Button>
      }
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
    >
      {pulling && <PullDialog onClose={() => setPulling(false)} />}
      {removing && <RemoveImageDialog image={removing} name={nameOf(removing)} onClose={() => setRemoving(null)} />}
    </PrunableList>
  )
}

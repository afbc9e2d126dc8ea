'use client'
// Volumes over all hosts. A local volume lives on one host: the containers that use it can only run there.
import { Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { PrunableList } from '@/components/prune/prunable-list'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Filled } from '@/components/ui/filled'
import { RowLink } from '@/components/ui/row-link'
import type { Column } from '@/components/ui/table-types'
import { When } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { useRemoveVolume, useVolumes } from '@/lib/client/use-inventory'
import { useActBlocked } from '@/lib/client/use-live'
import type { Volume } from '@/lib/contract/inventory'
import { volumeTexts } from '@/lib/texts/inventory'
import { uiTexts } from '@/lib/texts/ui'

/** The engine names a volume that nobody named by 64 digits. */
const isAnonymous = (volume: Volume) => /^[0-9a-f]{64}$/.test(volume.name)
const nameOf = (volume: Volume) => (isAnonymous(volume) ? volume.name.slice(0, 12) : volume.name)

type Words = { t: (typeof volumeTexts)['en']; ui: (typeof uiTexts)['en'] }

const columnsOf = ({ t, ui }: Words): Column<Volume>[] => [
  {
    id: 'name',
    label: t.columns.volume,
    at: 'a',
    priority: 1,
    value: (volume) => volume.name,
    render: (volume) => (
      <span className="cut" title={`${volume.name}\n${volume.mountpoint}`}>
        {isAnonymous(volume) ? (
          <span className="dim">
            <Filled text={t.unnamed} parts={{ id: <code>{nameOf(volume)}</code> }} />
          </span>
        ) : (
          volume.name
        )}
      </span>
    ),
  },
  {
    id: 'host',
    label: t.columns.host,
    at: 'c',
    priority: 1,
    width: '130px',
    value: (volume) => volume.hostName,
    render: (volume) => (
      <RowLink className="" href={`/hosts/${volume.hostId}`}>
        {volume.hostName}
      </RowLink>
    ),
  },
  {
    id: 'driver',
    label: t.columns.driver,
    priority: 3,
    width: '92px',
    value: (volume) => volume.driver,
    render: (volume) => <span className="dim">{volume.driver}</span>,
  },
  {
    id: 'stack',
    label: t.columns.stack,
    priority: 2,
    width: '130px',
    value: (volume) => volume.stack ?? '',
    render: (volume) =>
      volume.stack ? (
        <RowLink className="" href={`/stacks/${encodeURIComponent(volume.stack)}`}>
          {volume.stack}
        </RowLink>
      ) : null,
  },
  {
    id: 'usedBy',
    label: t.columns.usedBy,
    at: 'b',
    priority: 1,
    width: '26%',
    value: (volume) => volume.usedBy.length,
    render: (volume) =>
      volume.usedBy.length === 0 ? <span className="dim">{ui.unused}</span> : volume.usedBy.join(', '),
  },
  {
    id: 'created',
    label: t.columns.created,
    priority: 3,
    width: '92px',
    value: (volume) => volume.createdAt ?? '',
    render: (volume) => volume.createdAt && <When at={volume.createdAt} />,
  },
]

const textsOf = (volume: Volume) => [volume.name, volume.hostName, volume.stack ?? '', ...volume.usedBy]

export function VolumesView() {
  const volumes = useVolumes()
  const blocked = useActBlocked()
  const remove = useRemoveVolume()
  const t = useTexts(volumeTexts)
  const ui = useTexts(uiTexts)
  const columns = useMemo(() => columnsOf({ t, ui }), [t, ui])
  const [removing, setRemoving] = useState<Volume | null>(null)
  return (
    <PrunableList
      kind="volumes"
      source={volumes}
      words={t}
      columns={columns}
      rowId={(volume) => `${volume.hostId}/${volume.name}`}
      textsOf={textsOf}
      counted={t.volumes}
      rowActions={(volume) => (
        <Button
          look="ghost"
          size="small"
          icon={Trash2}
          aria-label={ui.removeAskOf(nameOf(volume))}
          disabledReason={blocked ?? (volume.usedBy.length > 0 ? t.usedBy(volume.usedBy.join(', ')) : undefined)}
          onClick={() => setRemoving(volume)}
        />
      )}
    >
      {removing && (
        <ConfirmDialog
          title={t.remove.title(nameOf(removing))}
          confirmLabel={t.remove.go}
          confirmWord={nameOf(removing)}
          items={[{ id: removing.name, content: nameOf(removing), remark: removing.hostName }]}
          disabledReason={blocked}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setRemoving(null)}
          onConfirm={() => remove.mutate(removing, { onSuccess: () => setRemoving(null) })}
        >
          {t.remove.lead}
        </ConfirmDialog>
      )}
    </PrunableList>
  )
}

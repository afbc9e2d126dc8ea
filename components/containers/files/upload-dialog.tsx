'use client'
// Asks before files go into a container: which, where to, what is there already.
import { useState } from 'react'
import { type ScopeItem, ScopeList } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { Checkbox } from '@/components/ui/field'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { UploadItem } from '@/lib/client/upload-fold'
import { beginUpload } from '@/lib/client/uploads'
import { useActBlocked } from '@/lib/client/use-live'
import { uploadTexts } from '@/lib/texts/uploads'
import { UploadProgress } from './upload-progress'

type Props = {
  containerId: string
  containerName: string
  folder: string
  items: UploadItem[]
  /** More were chosen than are taken. */
  isCut: boolean
  /** Names in the folder. */
  taken: ReadonlySet<string>
  onClose: () => void
}

export function UploadDialog({ containerId, containerName, folder, items, isCut, taken, onClose }: Props) {
  const t = useTexts(uploadTexts)
  const blocked = useActBlocked()
  const [replaces, setReplaces] = useState(false)
  const [begun, setBegun] = useState<number | null>(null)
  if (begun !== null) return <UploadProgress id={begun} onClose={onClose} />
  const clashes = items.filter(({ name }) => taken.has(name))
  const rows = items.map(({ name, file }): ScopeItem => {
    const remark = taken.has(name) ? `${t.there}, ${bytes(file.size)}` : bytes(file.size)
    return { id: name, content: <span className="mono wrap-anywhere">{name}</span>, remark }
  })
  return (
    <Dialog
      title={t.title(items.length, folder)}
      onClose={onClose}
      onSubmit={() => {
        if (blocked === undefined) setBegun(beginUpload({ containerId, containerName, folder, items }, replaces))
      }}
      footer={<DialogFooter label={replaces ? t.goReplace : t.go} disabledReason={blocked} onClose={onClose} />}
    >
      <p className="ink-2">
        {t.lead(containerName)} {isCut && t.many(items.length)}
      </p>
      <ScopeList items={rows} />
      <Checkbox
        label={clashes.length > 0 ? `${t.replace} (${clashes.length})` : t.replace}
        checked={replaces}
        onChange={(event) => setReplaces(event.target.checked)}
      />
    </Dialog>
  )
}

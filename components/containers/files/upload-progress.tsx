'use client'
// How an upload goes, file by file. Closing it stops nothing: it goes on in the status bar.
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { type ScopeItem, ScopeList } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { Progress, Ring } from '@/components/ui/progress'
import { ErrorSaid } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { countsOf, fractionOf, isUnderWay, type Upload, type UploadItem } from '@/lib/client/upload-fold'
import { cancelUpload, forgetUpload, replaceExisting, useUploads, watchUpload } from '@/lib/client/uploads'
import { uiTexts } from '@/lib/texts/ui'
import { uploadTexts } from '@/lib/texts/uploads'

type Words = (typeof uploadTexts)['en']

export function UploadProgress({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useTexts(uploadTexts)
  const ui = useTexts(uiTexts)
  const upload = useUploads().find((each) => each.id === id)
  useEffect(() => watchUpload(id), [id])
  if (upload === undefined) return null
  const isBusy = isUnderWay(upload)
  const { done, left, failed } = countsOf(upload)
  const hasExisting = [...upload.outcomes.values()].includes('exists')
  const close = () => {
    if (!isBusy) forgetUpload(id)
    onClose()
  }
  const fraction = fractionOf(upload)
  return (
    <Dialog
      title={t.title(upload.items.length, upload.folder)}
      onClose={close}
      footer={
        <>
          {isBusy && <Button onClick={() => cancelUpload(id)}>{t.cancel}</Button>}
          {!isBusy && hasExisting && <Button onClick={() => replaceExisting(id)}>{t.goReplace}</Button>}
          <Button look="primary" onClick={close}>
            {isBusy ? t.goOn : ui.close}
          </Button>
        </>
      }
    >
      <p className="ink-2" role="status">
        {isBusy ? t.lead(upload.containerName) : t.summary(done, left, failed)}
      </p>
      {isBusy && (
        <Progress
          label={t.title(upload.items.length, upload.folder)}
          fraction={fraction}
          text={t.percent(Math.floor(fraction * 100))}
        />
      )}
      <ScopeList items={upload.items.map((item) => rowOf(upload, item, t))} />
    </Dialog>
  )
}

const rowOf = (upload: Upload, { name, file }: UploadItem, t: Words): ScopeItem => ({
  id: name,
  content: <span className="mono wrap-anywhere">{name}</span>,
  remark: told(upload, name, file, t),
})

function told({ outcomes, sentBytes }: Upload, name: string, file: Blob, t: Words) {
  const outcome = outcomes.get(name) ?? 'waiting'
  if (outcome === 'waiting') return bytes(file.size)
  if (outcome === 'sending') {
    return (
      <>
        <Ring fraction={file.size === 0 ? 1 : Math.min(1, sentBytes / file.size)} />{' '}
        {t.sent(bytes(Math.min(sentBytes, file.size)), bytes(file.size))}
      </>
    )
  }
  if (outcome === 'done') {
    return (
      <>
        <StateMark kind="ok" /> {t.done}
      </>
    )
  }
  if (outcome === 'exists') return t.left
  if (outcome === 'cancelled') return t.cancelled
  return (
    <span className="fail">
      {t.failed}: <ErrorSaid error={outcome.error} />
    </span>
  )
}

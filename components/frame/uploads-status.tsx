'use client'
// Uploads in the status bar, wherever one went since they began; their end is told where nobody looks at them.
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Ring } from '@/components/ui/progress'
import { toast } from '@/components/ui/toast'
import { textsNow, useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { countsOf, fractionOf, isUnderWay } from '@/lib/client/upload-fold'
import { forgetUpload, onUploadEnd, useUploads } from '@/lib/client/uploads'
import { uploadTexts } from '@/lib/texts/uploads'

const UploadProgress = dynamic(
  () => loadPart(() => import('@/components/containers/files/upload-progress')).then((module) => module.UploadProgress),
  { ssr: false },
)

export function UploadsStatus() {
  const t = useTexts(uploadTexts)
  const uploads = useUploads()
  const [shown, setShown] = useState<number | null>(null)
  useEffect(
    () =>
      onUploadEnd((upload, isWatched) => {
        if (isWatched) return
        const { done, left, failed } = countsOf(upload)
        const words = textsNow(uploadTexts)
        const isAll = left === 0 && failed === 0
        if (isAll) forgetUpload(upload.id)
        toast({
          kind: failed > 0 ? 'fail' : isAll ? 'ok' : 'warn',
          text: words.ended(upload.containerName, words.summary(done, left, failed)),
          ...(isAll ? {} : { action: { label: words.show, onClick: () => setShown(upload.id) } }),
        })
      }),
    [],
  )
  return (
    <>
      {uploads.filter(isUnderWay).map((upload) => {
        const fraction = fractionOf(upload)
        return (
          <button key={upload.id} type="button" className="op" onClick={() => setShown(upload.id)}>
            <Ring fraction={fraction} />
            {t.status(upload.containerName, Math.floor(fraction * 100))}
          </button>
        )
      })}
      {shown !== null && <UploadProgress id={shown} onClose={() => setShown(null)} />}
    </>
  )
}

'use client'
// Whether the registries have newer images than those in use: when they were asked, what they said, and asking now.
import { RefreshCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { Ago } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { useCheckUpdates, useImageUpdates } from '@/lib/client/use-updates'
import { imageTexts } from '@/lib/texts/inventory'

export function NewerImages() {
  const t = useTexts(imageTexts).newer
  const updates = useImageUpdates()
  const check = useCheckUpdates()
  const { checkedAt = null, images = [] } = updates.data ?? {}
  const newer = images.filter(({ older }) => older.length > 0).length
  const errors = images.flatMap(({ error }) => error ?? [])
  return (
    <>
      <Button icon={RefreshCw} busy={check.isPending} onClick={() => check.mutate()}>
        {t.check}
      </Button>
      {checkedAt !== null && (
        <span className="dim small" role="status">
          {t.checked} <Ago at={checkedAt} told />: {t.found(newer)}
        </span>
      )}
      <InlineError error={check.error} />
      {checkedAt !== null && errors[0] !== undefined && (
        <span className="small warn" title={errors.join('\n')}>
          {t.unknown(errors.length)} <Said text={errors[0]} />
        </span>
      )}
    </>
  )
}

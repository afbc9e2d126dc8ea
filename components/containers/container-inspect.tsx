'use client'
// The engine's own answer, secret-looking values masked.
import { JsonView } from '@/components/ui/json-view'
import { useTexts } from '@/lib/client/language'
import type { ContainerDetail } from '@/lib/contract/containers'
import { containerPartTexts } from '@/lib/texts/container-parts'
import { NotReadable } from './not-readable'

export function ContainerInspect({ detail }: { detail: ContainerDetail }) {
  const t = useTexts(containerPartTexts)
  return detail.inspect ? (
    <JsonView value={detail.inspect} label={t.inspect(detail.container.hostName)} />
  ) : (
    <NotReadable container={detail.container} part="inspect" />
  )
}

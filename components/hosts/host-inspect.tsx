'use client'
// Everything that is known about a host, as the API gives it.
import { JsonView } from '@/components/ui/json-view'
import { exactTime } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'

export function HostInspect({ host }: { host: Host }) {
  const t = useTexts(hostTexts).view
  return <JsonView value={host} label={host.refreshedAt ? t.readAt(exactTime(host.refreshedAt)) : t.neverRead} />
}

'use client'
// Everything that is known about a host, as the API gives it.
import { JsonView } from '@/components/ui/json-view'
import { exactTime } from '@/lib/client/format'
import type { Host } from '@/lib/contract/hosts'

export const HostInspect = ({ host }: { host: Host }) => (
  <JsonView
    value={host}
    label={host.refreshedAt ? `read whole at ${exactTime(host.refreshedAt)}` : 'never read whole'}
  />
)

'use client'
// The engine's own answer, secret-looking values masked.
import { JsonView } from '@/components/ui/json-view'
import type { ContainerDetail } from '@/lib/contract/containers'
import { NotReadable } from './not-readable'

export const ContainerInspect = ({ detail }: { detail: ContainerDetail }) =>
  detail.inspect ? (
    <JsonView value={detail.inspect} label={`what ${detail.container.hostName} says, secrets masked`} />
  ) : (
    <NotReadable container={detail.container} what="inspect answer" />
  )

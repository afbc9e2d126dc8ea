'use client'
// What every host says to containers that are held, in step with the cluster.
import { useMemo, useRef } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { textsNow } from '@/lib/client/language'
import { useImages } from '@/lib/client/use-inventory'
import { useRequests } from '@/lib/client/use-moves'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { StrategyName } from '@/lib/contract/placements'
import { movesTexts } from '@/lib/texts/moves'
import { createMirror, type Mirror } from '../drag/mirror'
import { asksForImages, type Verdicts } from '../drag/verdicts'
import { moveVerdicts } from './move-verdicts'

export type Held = { title: string; containers: readonly BoardContainer[]; ids: readonly string[] }

export const heldOf = (containers: readonly BoardContainer[]): Held => {
  const [first] = containers
  const title =
    containers.length > 1 && first
      ? textsNow(movesTexts).several(`${first.stack}/${first.service}`, containers.length)
      : first
        ? containerTitle(first)
        : ''
  return { title, containers, ids: containers.map(({ id }) => id) }
}

export type Cluster = {
  hosts: readonly Host[]
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
  strategy: StrategyName
}

const noIds: readonly string[] = []
// The same ones each time: another list would be news to the mirror.
const noVolumes: Volume[] = []
const noImages: Image[] = []

export type Judged = { verdicts: Verdicts | null; tookMs: number; error: unknown }

/** The verdict of every host on what is held, again whenever the cluster changes. Null verdicts: its rules are being read. */
export function useVerdicts(held: Held | null, { hosts, byHost, strategy }: Cluster, drawn: readonly Host[]): Judged {
  const { byId, isAsking, error } = useRequests(held?.ids ?? noIds)
  const wantsImages = [...byId.values()].some(asksForImages)
  const images = useImages(wantsImages).data
  const mirror = useRef<Mirror>(undefined)
  return useMemo(() => {
    const isUnknown = held?.containers.some(({ known }) => !known)
    if (held === null || (isAsking && !isUnknown) || (wantsImages && !images))
      return { verdicts: null, tookMs: 0, error }
    mirror.current ??= createMirror()
    const from = performance.now()
    const state = mirror.current({ hosts, byHost, volumes: noVolumes, images: images ?? noImages })
    const verdicts = moveVerdicts({
      state,
      held: held.containers,
      requests: byId,
      hostIds: drawn.map(({ id }) => id),
      byHost,
      strategy,
      isUnread: error !== null && !isUnknown,
    })
    return { verdicts, tookMs: performance.now() - from, error }
  }, [held, hosts, byHost, strategy, drawn, byId, isAsking, error, images, wantsImages])
}

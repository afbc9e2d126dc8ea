'use client'
// What every host says to containers that are held, in step with the cluster.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { textsNow } from '@/lib/client/language'
import { useImages } from '@/lib/client/use-inventory'
import { askAgain, useRequests } from '@/lib/client/use-moves'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { StrategyName } from '@/lib/contract/placements'
import { movesTexts } from '@/lib/texts/moves'
import type { Mirror } from '../drag/mirror'
import type { Verdicts } from '../drag/verdicts'
import { asksForImages, partnersOf } from './held-containers'

export type Held = { title: string; containers: readonly BoardContainer[]; ids: readonly string[] }

function titleOf(containers: readonly BoardContainer[]): string {
  const [first, ...others] = containers
  if (!first) return ''
  if (others.length === 0) return containerTitle(first)
  const t = textsNow(movesTexts)
  const { stack, service } = first
  const isStack = stack !== null && others.every((other) => other.stack === stack)
  if (!isStack) return t.many(containers.length)
  const isService = service !== null && others.every((other) => other.service === service)
  return t.several(isService ? `${stack}/${service}` : stack, containers.length)
}

export const heldOf = (containers: readonly BoardContainer[]): Held => {
  return { title: titleOf(containers), containers, ids: containers.map(({ id }) => id) }
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

export type Judged = {
  verdicts: Verdicts | null
  /** Not held, and to come along. */
  partners: readonly BoardContainer[]
  tookMs: number
  error: unknown
}

const noPartners: readonly BoardContainer[] = []
export const notJudged: Judged = { verdicts: null, partners: noPartners, tookMs: 0, error: null }
/** What the server says of a move is asked again when the cluster has changed, but not at each of its events. */
const refreshMs = 2_000

type Judge = typeof import('./judge')

let loadedJudge: Judge | null = null

/** Loaded once the board stands, so that it is there before anything is lifted. What did not come is asked for at each lift. */
function useJudge(isHolding: boolean): { judge: Judge | null; failure: unknown } {
  const [judge, setJudge] = useState(loadedJudge)
  const [failure, setFailure] = useState<unknown>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each lift asks again
  useEffect(() => {
    if (loadedJudge !== null) return
    let isWanted = true
    import('./judge').then(
      ({ createMirror, moveVerdicts }) => {
        loadedJudge = { createMirror, moveVerdicts }
        if (isWanted) setJudge(loadedJudge)
      },
      (error) => isWanted && setFailure(error),
    )
    return () => {
      isWanted = false
    }
  }, [isHolding])
  return { judge, failure }
}

function useRefresh(ids: readonly string[], { hosts, byHost }: Pick<Cluster, 'hosts' | 'byHost'>) {
  const client = useQueryClient()
  const askedAt = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: others in hand are asked about anyway
  useEffect(() => {
    askedAt.current = Date.now()
  }, [ids])
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each change of the cluster
  useEffect(() => {
    if (ids.length === 0) return
    const ask = () => {
      askedAt.current = Date.now()
      askAgain(client, ids)
    }
    const timer = setTimeout(ask, Math.max(0, askedAt.current + refreshMs - Date.now()))
    return () => clearTimeout(timer)
  }, [client, ids, hosts, byHost])
}

/** The verdict of every host on what is held, again whenever the cluster changes. Null verdicts: its rules are being read. */
export function useVerdicts(held: Held | null, { hosts, byHost, strategy }: Cluster, drawn: readonly Host[]): Judged {
  const own = useRequests(held?.ids ?? noIds)
  const partners = useMemo(
    () => (held === null ? noPartners : partnersOf(held.containers, own.byId, byHost)),
    [held, own.byId, byHost],
  )
  const names = partners.map(({ id }) => id).join(' ')
  const partnerIds = useMemo(() => (names === '' ? noIds : names.split(' ')), [names])
  const theirs = useRequests(partnerIds)
  const byId = useMemo(() => new Map([...own.byId, ...theirs.byId]), [own.byId, theirs.byId])
  const isAsking = own.isAsking || theirs.isAsking
  const { judge, failure } = useJudge(held !== null)
  const error = own.error ?? theirs.error ?? (judge === null ? failure : null)
  useRefresh(held?.ids ?? noIds, { hosts, byHost })
  const wantsImages = [...byId.values()].some(asksForImages)
  const images = useImages(wantsImages).data
  const mirror = useRef<Mirror>(undefined)
  return useMemo(() => {
    if (held === null || judge === null || isAsking || (wantsImages && !images)) return { ...notJudged, error }
    mirror.current ??= judge.createMirror()
    const from = performance.now()
    const state = mirror.current({ hosts, byHost, volumes: noVolumes, images: images ?? noImages })
    const verdicts = judge.moveVerdicts({
      state,
      held: held.containers,
      partners,
      requests: byId,
      hostIds: drawn.map(({ id }) => id),
      strategy,
      isUnread: error !== null,
    })
    return { verdicts, partners, tookMs: performance.now() - from, error }
  }, [held, hosts, byHost, strategy, drawn, byId, partners, judge, isAsking, error, images, wantsImages])
}

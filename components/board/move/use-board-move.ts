'use client'
// A running container, or a whole service, in hand on the board: what each host says to it, where it would go, and the drop.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { askAhead } from '@/lib/client/use-moves'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { movesTexts } from '@/lib/texts/moves'
import { placementTexts } from '@/lib/texts/placement'
import { type Drag, useDrag } from '../drag/use-drag'
import { reasonsText, verdictText } from '../drag/verdict-words'
import { walkTo } from '../drag/walk'
import type { Hand } from '../hand'
import type { HostGroup, Measure } from '../layout'
import { stripPartUnder } from '../strip-hit'
import { offerFor } from './offer'
import { serviceOf } from './siblings'
import { type Cluster, type Held, heldOf, type Judged, notJudged, useVerdicts } from './use-verdicts'

/** The groups as they were when it was lifted, each host as it is now: columns neither jump nor vanish under the pointer. */
function useHeldGroups(groups: HostGroup[], isHeld: boolean, hosts: readonly Host[]): HostGroup[] {
  const kept = useRef(groups)
  if (!isHeld) kept.current = groups
  const frozen = kept.current
  return useMemo(() => {
    if (!isHeld) return groups
    const now = new Map(hosts.map((host) => [host.id, host]))
    return frozen.map((group) => ({ ...group, hosts: group.hosts.map((host) => now.get(host.id) ?? host) }))
  }, [groups, isHeld, hosts, frozen])
}

export type BoardMove = {
  drag: Drag<Held>
  held: Held | null
  target: string | null
  groups: HostGroup[]
  judged: Judged
  said: string
  hand: Hand
}

type Options = {
  /** Several of them go together, whichever of them is taken up. */
  chosen: readonly BoardContainer[]
  onDrop: (held: Held, hostId: string) => void
}

export function useBoardMove(
  cluster: Cluster,
  shownGroups: HostGroup[],
  measure: Measure,
  { chosen, onDrop: drop }: Options,
): BoardMove {
  const t = useTexts(movesTexts)
  const words = useTexts(placementTexts)
  const client = useQueryClient()
  const blocked = useActBlocked()
  const [said, say] = useState('')
  const latest = useRef<{ judged: Judged; order: readonly Host[] }>({
    judged: notJudged,
    order: [],
  })

  const refuse = useCallback((why: string) => {
    say(why)
    toast({ kind: 'warn', text: why })
  }, [])
  const holdOf = (container: BoardContainer, isService: boolean): Held => {
    const own = chosen.some(({ id }) => id === container.id) ? chosen : [container]
    const held = heldOf(isService ? serviceOf(container, cluster.byHost) : own)
    askAhead(client, held.ids)
    return held
  }
  const fits = (hostId: string) => latest.current.judged.verdicts?.get(hostId)?.kind === 'fits'
  const drag = useDrag<Held>({
    itemAt: (element, { shiftKey, clientY }) => {
      if (blocked !== undefined) return null
      const part = stripPartUnder(element, clientY, { ...cluster, measure })
      if (part) return holdOf(part.container, shiftKey)
      const id = element.closest<HTMLElement>('[data-container]')?.dataset.container
      const hostId = element.closest<HTMLElement>('[data-column]')?.dataset.column
      const container = cluster.byHost.get(hostId ?? '')?.find((own) => own.id === id)
      return container ? holdOf(container, shiftKey) : null
    },
    targetAt: (element) => {
      const { column, strip } = element.closest<HTMLElement>('[data-column], [data-strip]')?.dataset ?? {}
      return column ?? strip ?? null
    },
    walk: (from, key) =>
      walkTo(
        latest.current.order.map(({ id }) => id),
        fits,
        from,
        key,
      ),
    onDrop: (held, hostId) => {
      const verdict = latest.current.judged.verdicts?.get(hostId)
      const host = latest.current.order.find(({ id }) => id === hostId)?.name ?? hostId
      if (verdict?.kind === 'fits') return drop(held, hostId)
      if (verdict?.kind === 'refused') refuse(t.notDropped(host, held.title, reasonsText(verdict, words)))
      else say(t.putBack(held.title))
    },
    onCancel: (held) => say(t.putBack(held.title)),
  })
  const held = drag.lifted?.item ?? null
  const target = drag.lifted?.target ?? null
  const groups = useHeldGroups(shownGroups, held !== null, cluster.hosts)
  const order = useMemo(() => groups.flatMap((group) => group.hosts), [groups])
  const judged = useVerdicts(held, cluster, order)
  latest.current = { judged, order }

  // What is held may be removed or replaced meanwhile, or the connection lost: then there is nothing to drop.
  const { cancel } = drag
  const { byHost } = cluster
  const isThere =
    held === null || held.containers.every(({ id, hostId }) => byHost.get(hostId)?.some((own) => own.id === id))
  useEffect(() => {
    if (held === null || (isThere && blocked === undefined)) return
    cancel()
    refuse(isThere ? (blocked ?? '') : t.vanished(held.title))
  }, [held, isThere, blocked, cancel, refuse, t])

  const verdict = target === null ? undefined : judged.verdicts?.get(target)
  const hostName = order.find(({ id }) => id === target)?.name
  useEffect(() => {
    if (!verdict || hostName === undefined || held === null) return
    const lifted = t.lifted(held.title, hostName)
    say((before) => (before === lifted ? before : t.at(hostName, verdictText(verdict, words))))
  }, [verdict, hostName, held, t, words])

  const liftByKeys = (container: BoardContainer, isService: boolean) => {
    if (blocked !== undefined) return
    const next = holdOf(container, isService)
    say(t.lifted(next.title, container.hostName))
    drag.lift(next, container.hostId)
  }
  const { partners } = judged
  const lifted = useMemo(
    () => (held ? new Set([...held.ids, ...partners.map(({ id }) => id)]) : null),
    [held, partners],
  )
  const hand: Hand = {
    setPane: drag.setPane,
    onPointerDown: drag.onPointerDown,
    by: drag.lifted?.by ?? null,
    lifted,
    target,
    verdicts: held ? judged.verdicts : null,
    offerOf: (host, look) => (held ? offerFor(host, held, { judged, target }, look) : null),
    groupOfferOf: () => null,
    liftByKeys,
  }
  return { drag, held, target, groups, judged, said, hand }
}

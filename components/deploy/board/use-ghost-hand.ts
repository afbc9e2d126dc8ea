'use client'
// A service of the plan in hand: what hosts and label groups say to it, and the drop that binds it there.
import { useEffect, useMemo, useRef, useState } from 'react'
import { useDrag } from '@/components/board/drag/use-drag'
import { reasonsText, verdictText } from '@/components/board/drag/verdict-words'
import type { Verdict } from '@/components/board/drag/verdicts'
import { walkTo } from '@/components/board/drag/walk'
import { groupTarget, type Hand } from '@/components/board/hand'
import { totalOf } from '@/components/board/layout'
import { toast } from '@/components/ui/toast'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { labelPin } from '@/lib/compose-text/label-pin'
import type { Pin } from '@/lib/compose-text/pin-edits'
import type { Host } from '@/lib/contract/hosts'
import type { Plan } from '@/lib/contract/plan'
import { deployBoardTexts } from '@/lib/texts/deploy-board'
import { placementTexts } from '@/lib/texts/placement'
import { isGhost } from './ghosts'
import { pinWords } from './pin-words'
import type { Ghosts } from './use-ghosts'

type Options = {
  plan: Plan
  ghosts: Ghosts
  hosts: readonly Host[]
  groupKey: string | null
  onPin: (service: string, pin: Pin) => void
}

export function useGhostHand({ plan, ghosts, hosts, groupKey, onPin }: Options) {
  const t = useTexts(deployBoardTexts)
  const words = useTexts(placementTexts)
  const [said, say] = useState('')
  const { byHost, groups, judge } = ghosts

  /** Every place to drop it, in reading order. */
  const places = useMemo(
    () =>
      groups.flatMap(({ value, hosts: own }): { id: string; pin: Pin }[] => [
        ...(groupKey === null || value === null
          ? []
          : [{ id: groupTarget(value), pin: labelPin(hosts, groupKey, value) }]),
        ...own.map(({ id, name }) => ({ id, pin: { kind: 'host' as const, name } })),
      ]),
    [groups, groupKey, hosts],
  )
  const verdicts = useRef<ReadonlyMap<string, Verdict>>(new Map())
  const placeOf = (id: string | null) => places.find((place) => place.id === id)

  const drag = useDrag<string>({
    scrollerOf: (pane) => pane.querySelector<HTMLElement>('.board') ?? pane,
    itemAt: (element) => {
      const card = element.closest<HTMLElement>('[data-service-card]')?.dataset.serviceCard
      if (card !== undefined) return card
      const id = element.closest<HTMLElement>('[data-container]')?.dataset.container
      const hostId = element.closest<HTMLElement>('[data-column]')?.dataset.column ?? ''
      return byHost.get(hostId)?.find((own) => own.id === id && isGhost(own))?.service ?? null
    },
    targetAt: (element) =>
      element.closest<HTMLElement>('[data-group]')?.dataset.group ??
      element.closest<HTMLElement>('[data-column]')?.dataset.column ??
      null,
    walk: (from, key) =>
      walkTo(
        places.map(({ id }) => id),
        (id) => verdicts.current.get(id)?.kind === 'fits',
        from,
        key,
      ),
    onDrop: (service, target) => {
      const place = placeOf(target)
      const verdict = verdicts.current.get(target)
      if (!place) return say(t.putBack(service))
      if (verdict?.kind === 'fits') return onPin(service, place.pin)
      const why = verdict ? reasonsText(verdict, words) || verdictText(verdict, words) : words.rule.gone
      const said = t.notDropped(pinWords(place.pin), service, why)
      say(said)
      toast({ kind: 'warn', text: said })
    },
    onCancel: (service) => say(t.putBack(service)),
  })

  const service = drag.lifted?.item ?? null
  const target = drag.lifted?.target ?? null
  const judged = useMemo(() => {
    const all = new Map<string, Verdict>()
    if (service === null) return { all, tookMs: 0 }
    const from = performance.now()
    const asked = judge(service)
    for (const { id, pin } of places) {
      const verdict = pin.kind === 'host' ? asked.hosts.get(id) : asked.groupOf(pin)
      if (verdict) all.set(id, verdict)
    }
    return { all, tookMs: performance.now() - from }
  }, [service, judge, places])
  verdicts.current = judged.all

  // The text may lose the service while it is held.
  const isThere = service === null || plan.asks.some((entry) => entry.service === service)
  const { cancel } = drag
  useEffect(() => {
    if (!isThere) cancel()
  }, [isThere, cancel])

  const verdict = target === null ? undefined : judged.all.get(target)
  const place = placeOf(target)
  const placeName = place && pinWords(place.pin)
  useEffect(() => {
    if (verdict && placeName !== undefined) say(t.at(placeName, verdictText(verdict, words)))
  }, [verdict, placeName, t, words])

  const lifted = useMemo(() => {
    if (service === null) return null
    const own = [...byHost.values()].flat().filter((entry) => isGhost(entry) && entry.service === service)
    return new Set(own.map(({ id }) => id))
  }, [service, byHost])

  const lift = (name: string) => {
    say(t.lifted(name))
    drag.lift(name, null)
  }
  const reservationOf = (name: string) => plan.asks.find((entry) => entry.service === name)?.request
  const hand: Hand = {
    setPane: () => undefined,
    onPointerDown: () => undefined,
    by: drag.lifted?.by ?? null,
    lifted,
    target,
    offerOf: (host, { measure }) => {
      if (service === null) return null
      const verdictHere = judged.all.get(host.id)
      const asked = reservationOf(service)
      const each = (measure === 'memory' ? asked?.memoryBytes : asked?.cpus) ?? 0
      const others = (byHost.get(host.id) ?? []).filter(({ id }) => !lifted?.has(id))
      const reserved = others.reduce(
        (sum, { reservation }) => sum + (measure === 'memory' ? reservation.memoryBytes : reservation.cpus),
        0,
      )
      const left = Math.max(0, totalOf(host, measure) - reserved - each * (verdictHere?.count ?? 1))
      return {
        verdict: verdictHere,
        left: measure === 'memory' ? words.left(bytes(left)) : words.leftCores(cores(left)),
        isTarget: host.id === target,
        slotPx: 22,
      }
    },
    groupOfferOf: ({ value }) => {
      const id = groupTarget(value ?? '')
      const found = judged.all.get(id)
      return found ? { kind: found.kind, words: t.group(found.taken, found.count), isTarget: id === target } : null
    },
    liftByKeys: (container) => {
      if (isGhost(container) && container.service !== null) lift(container.service)
    },
  }
  return { drag, hand, service, pin: place?.pin, placeName, verdict, tookMs: judged.tookMs, said, say, lift }
}

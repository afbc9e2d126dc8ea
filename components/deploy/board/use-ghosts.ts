'use client'
// The cluster with the plan in it, and the verdict of every host and label group on one of its services.
import { useMemo, useRef } from 'react'
import { createMirror, type Mirror } from '@/components/board/drag/mirror'
import type { Verdict, Verdicts } from '@/components/board/drag/verdicts'
import { groupHosts, type HostGroup } from '@/components/board/layout'
import { asksForImages } from '@/components/board/move/held-containers'
import type { Board } from '@/lib/client/board-fold'
import { useImages, useVolumes } from '@/lib/client/use-inventory'
import type { Pin } from '@/lib/compose-text/pin-edits'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { Plan } from '@/lib/contract/plan'
import { groupVerdict, hostVerdicts, othersOf, withGhosts } from './ghosts'

const noVolumes: Volume[] = []
const noImages: Image[] = []

export type Ghosts = {
  byHost: Board['byHost']
  groups: HostGroup[]
  /** Of every host, and of every group of the chosen label. */
  judge: (service: string) => { hosts: Verdicts; groupOf: (pin: Pin) => Verdict }
}

const bare: Omit<Verdict, 'kind' | 'taken' | 'count'> = { isBest: false, reasons: [], wishes: [], fix: null }

const carriersOf = (hosts: readonly Host[], pin: Pin): string[] =>
  pin.kind === 'host'
    ? []
    : groupHosts(hosts, pin.key).flatMap((group) => (group.value === pin.value ? group.hosts.map(({ id }) => id) : []))

export function useGhosts(plan: Plan, hosts: readonly Host[], board: Board, groupKey: string | null): Ghosts {
  const volumes = useVolumes().data ?? noVolumes
  const wantsImages = plan.asks.some(({ request }) => asksForImages(request))
  const images = useImages(wantsImages).data ?? noImages
  const mirror = useRef<Mirror>(undefined)
  const others = useMemo(() => othersOf(board.byHost, plan), [board.byHost, plan])
  const byHost = useMemo(() => withGhosts(others, plan), [others, plan])
  const groups = useMemo(() => groupHosts(hosts, groupKey), [hosts, groupKey])
  return useMemo(() => {
    const stateNow = () => {
      mirror.current ??= createMirror()
      return mirror.current({ hosts, byHost: others, volumes, images })
    }
    return {
      byHost,
      groups,
      judge: (service) => ({
        hosts: hostVerdicts(
          stateNow(),
          plan,
          service,
          hosts.map(({ id }) => id),
          board.strategy,
        ),
        groupOf: (pin) => ({
          ...bare,
          ...groupVerdict(stateNow(), plan, service, pin, carriersOf(hosts, pin), board.strategy),
        }),
      }),
    }
  }, [hosts, others, volumes, images, plan, board.strategy, byHost, groups])
}

// What columns and group heads need to know of a thing that is held over them, whatever it is: a running container on the
// board, a service of a plan on the deploy page.
import type { PointerEvent } from 'react'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Verdict, Verdicts } from './drag/verdicts'
import type { HostGroup, Measure } from './layout'

/** What a host would make of it. */
export type Offer = {
  /** Undefined: not known yet. */
  verdict: Verdict | undefined
  left: string
  isTarget: boolean
  /** How high it would stand here. */
  slotPx: number
}

export type GroupOffer = { kind: Verdict['kind']; words: string; isTarget: boolean }

export type Hand = {
  setPane: (pane: HTMLElement | null) => void
  onPointerDown: (event: PointerEvent) => void
  by: 'pointer' | 'keys' | null
  /** Ids of the containers that are held or would have to come along; null: the hand is empty. */
  lifted: ReadonlySet<string> | null
  /** Id of a host, or the name of a group. */
  target: string | null
  /** What all hosts say, for those who show no more of it than that; null: the hand is empty, or nobody knows yet. */
  verdicts?: Verdicts | null
  offerOf: (host: Host, look: { measure: Measure; scale: number }) => Offer | null
  /** Null: a group is no place to drop it. */
  groupOfferOf: (group: HostGroup) => GroupOffer | null
  /** Takes it up by keys; with the whole service it belongs to. */
  liftByKeys: (container: BoardContainer, isService: boolean) => void
}

/** The target that a group's head is. */
export const groupTarget = (value: string): string => `group ${value}`

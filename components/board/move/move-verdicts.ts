// Pure: which hosts take running containers that are to be moved. To the scheduler's rules come those of moving itself, which
// the server finds and tells with each container, so that a held one is refused for what its plan would be.
import type { BoardContainer } from '@/lib/contract/board'
import type { StrategyName } from '@/lib/contract/placements'
import type { PlacementState } from '@/lib/scheduler'
import { type Reason, type Verdict, type Verdicts, verdictsFor } from '../drag/verdicts'
import type { Questions } from './held-containers'

const reason = (filter: string, actual: string): Reason => ({ filter, wants: '', actual })

const goneVerdict: Verdict = {
  kind: 'refused',
  isBest: false,
  reasons: [reason('gone', '')],
  wishes: [],
  count: 0,
  taken: 0,
  fix: null,
}

type Question = {
  state: PlacementState
  held: readonly BoardContainer[]
  /** They come along, since those that are held cannot be parted from them. */
  partners?: readonly BoardContainer[]
  requests: Questions
  /** Those that are drawn: one that left the cluster meanwhile is refused. */
  hostIds: readonly string[]
  strategy: StrategyName
  /** What it asks of a host could not be read: then nobody may say that it fits. */
  isUnread?: boolean
}

export function moveVerdicts({
  state,
  held,
  partners = [],
  requests,
  hostIds,
  strategy,
  isUnread,
}: Question): Verdicts {
  const all = [...held, ...partners]
  const ids = new Set(all.map(({ id }) => id))
  const asked = all.map(({ id, hostId }) => ({ id, hostId, request: { ...requests.get(id), volumes: [] } }))
  const weighed = verdictsFor(state, asked, hostIds, { strategy })
  /** By host, null for all of them, each message once. */
  const refused = new Map<string | null, Set<string>>()
  for (const { id } of all)
    for (const { hostId, message, along = [] } of requests.get(id)?.refusals ?? []) {
      if (along.length > 0 && along.every((other) => ids.has(other.id))) continue
      refused.set(hostId, (refused.get(hostId) ?? new Set()).add(message))
    }
  const said = (hostId: string | null) => [...(refused.get(hostId) ?? [])].map((message) => reason('move', message))
  const always = [...said(null), ...(isUnread ? [reason('unread', '')] : [])]
  const names = partners.map(({ name }) => name).join(', ')
  return new Map(
    hostIds.map((hostId): [string, Verdict] => {
      const verdict = weighed.get(hostId)
      if (!verdict) return [hostId, goneVerdict]
      if (verdict.kind === 'here') return [hostId, verdict]
      const reasons = [...always, ...said(hostId)]
      if (reasons.length > 0)
        return [
          hostId,
          { ...verdict, kind: 'refused', isBest: false, fix: null, reasons: [...reasons, ...verdict.reasons] },
        ]
      const isWith = verdict.kind === 'fits' && names !== ''
      return [hostId, isWith ? { ...verdict, reasons: [reason('along', names)] } : verdict]
    }),
  )
}

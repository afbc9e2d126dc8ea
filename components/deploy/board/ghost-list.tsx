'use client'
// The plan on a phone: every host with what the plan puts there, below each other; services are dropped on hosts and on the
// heads of groups as on the board.
import clsx from 'clsx'
import { shortName } from '@/components/board/block'
import { ListVerdict } from '@/components/board/drag/list-verdict'
import { groupTarget, type Hand } from '@/components/board/hand'
import { freeText } from '@/components/board/host-column'
import type { HostGroup, Measure } from '@/components/board/layout'
import { StackFlag } from '@/components/ui/stack-flag'
import { StateMark } from '@/components/ui/state'
import { useKnownNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import { hostAnswers, hostWords } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { boardTexts } from '@/lib/texts/board'
import { deployBoardTexts } from '@/lib/texts/deploy-board'
import { isGhost } from './ghosts'

type Parts = {
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
  measure: Measure
  flag: number | undefined
  hand: Hand
  plannedAs: (container: BoardContainer) => string | null
}
type Props = Parts & { groups: HostGroup[]; groupKey: string | null }

export function GhostList({ groups, groupKey, ...parts }: Props) {
  const t = useTexts(boardTexts)
  return (
    <div className="ghost-list">
      {groups.map((group) => {
        const { value, hosts } = group
        const offer = value === null ? null : parts.hand.groupOfferOf(group)
        return (
          <section key={value ?? ''}>
            {groupKey !== null && (
              <h2
                className={clsx(offer && `says-${offer.kind}`, offer?.isTarget && 'target')}
                data-group={value === null ? undefined : groupTarget(value)}
              >
                {value === null ? t.without(groupKey) : `${groupKey}=${value}`}
                <span className="push dim small">{offer?.words}</span>
              </h2>
            )}
            <ul>
              {hosts.map((host) => (
                <GhostHost key={host.id} host={host} {...parts} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function GhostHost({ host, byHost, measure, flag, hand, plannedAs }: Parts & { host: Host }) {
  const t = useTexts(boardTexts)
  const words = useTexts(deployBoardTexts)
  const state = hostWords(host, useKnownNow())
  const ghosts = (byHost.get(host.id) ?? []).filter(isGhost)
  const offer = hand.offerOf(host, { measure, scale: 0 })
  return (
    <li
      className={clsx('ghost-host', offer?.verdict && `says-${offer.verdict.kind}`, offer?.isTarget && 'target')}
      data-column={host.id}
    >
      <h3>
        <StateMark kind={state.kind} words={state.words} />
        <span className="cut">{host.name}</span>
        <span className="push dim small num">{hostAnswers(host) ? t.free(freeText(host, measure)) : state.words}</span>
      </h3>
      {offer && <ListVerdict verdict={offer.verdict} />}
      {ghosts.map((ghost) => (
        <p key={ghost.id} className="ghost-line small">
          {flag !== undefined && <StackFlag colour={flag} />}
          <span className="cut">{shortName(ghost)}</span>
          <span className="push dim">{plannedAs(ghost)}</span>
        </p>
      ))}
      {ghosts.length === 0 && <p className="dim small">{words.nothingHere}</p>}
    </li>
  )
}

'use client'
// Who gets to whom, as a table whose middle draws the networks as lanes. Arrow keys walk its rows, Enter asks about one.
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { useTexts } from '@/lib/client/language'
import type { Reach, ReachCannot, ReachRow } from '@/lib/contract/reach'
import { reachTexts } from '@/lib/texts/reach'
import { laneEnds, layoutLanes } from './lane-layout'
import { LaneHeads, LaneRow } from './lanes'
import { HostsOf, PartyLink, WayNames, WayThrough } from './reach-words'
import { walkRows } from './walk-rows'

const none: ReadonlySet<string> = new Set()

type Props = { reach: Reach; question: 'reachedBy' | 'reaches' }

export function ReachTable({ reach, question }: Props) {
  const t = useTexts(reachTexts)
  const rows = reach[question]
  const others = question === 'reachedBy' ? reach.cannot : []
  const lanes = layoutLanes(reach, [...rows, ...others])
  const byKey = new Map(reach.lanes.map((lane) => [lane.key, lane]))
  const own = new Set(reach.ofLanes)
  const ends = laneEnds(rows)
  const heavyAt = (index: number) => (lane: string) => {
    const end = ends.get(lane) ?? -1
    return index < end ? 'whole' : index === end ? 'half' : 'none'
  }
  const total = reach.counts[question]
  const head = (words: string, heavy: (lane: string) => 'none' | 'whole') => (
    <tr className="rt-head">
      <th colSpan={2} scope="colgroup">
        {words}
      </th>
      <td className="rt-lanes">
        <LaneRow lanes={lanes} on={none} used={none} heavy={heavy} />
      </td>
      <td colSpan={2} />
    </tr>
  )
  const allOwn = (lane: string) => ((ends.get(lane) ?? -1) >= 0 ? 'whole' : 'none')
  return (
    <>
      <table className="rt" onKeyDown={walkRows}>
        <thead>
          <tr>
            <th scope="col">{t.columns.party}</th>
            <th scope="col" className="r">
              {t.columns.hosts}
            </th>
            <th scope="col" className="rt-lanes">
              <span className="sr">{t.columns.networks}</span>
              <LaneHeads lanes={lanes} own={own} />
            </th>
            <th scope="col">{t.columns.as}</th>
            <th scope="col" className="r">
              {t.columns.through}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="rt-target">
            <td>
              <PartyLink party={reach.of} question={question} />
            </td>
            <td className="r dim">
              <HostsOf party={reach.of} />
            </td>
            <td className="rt-lanes">
              <LaneRow
                isTarget
                lanes={lanes}
                on={own}
                used={own}
                heavy={(lane) => ((ends.get(lane) ?? -1) >= 0 ? 'begin' : 'none')}
              />
            </td>
            <td>
              <b>{question === 'reachedBy' ? t.columns.asIt : t.columns.asThey}</b>
            </td>
            <td className="r dim">{t.columns.through}</td>
          </tr>
          {head(
            rows.length === 0
              ? question === 'reachedBy'
                ? t.nobodyCan
                : t.reachesNobody
              : (question === 'reachedBy' ? t.can : t.reached)(total),
            allOwn,
          )}
          {rows.map((row, index) => {
            const heavy = heavyAt(index)
            return (
              <Row
                key={row.party.key}
                row={row}
                question={question}
                ways={row.ways.map((way, position) => ({
                  names: <WayNames way={way} />,
                  through: <WayThrough way={way} lane={way.lane === null ? undefined : byKey.get(way.lane)} />,
                  lanes: (
                    <LaneRow
                      lanes={lanes}
                      on={position === 0 ? new Set(row.lanes) : none}
                      used={new Set(row.ways.flatMap(({ lane }) => lane ?? []))}
                      heavy={(lane) => (position > 0 && heavy(lane) === 'half' ? 'none' : heavy(lane))}
                    />
                  ),
                }))}
              />
            )
          })}
          {others.length > 0 && head(t.cannot(reach.counts.cannot), () => 'none')}
          {others.map((row) => (
            <Row
              key={row.party.key}
              off
              row={row}
              question={question}
              ways={[
                {
                  names: <WhyNot row={row} />,
                  through: null,
                  lanes: <LaneRow lanes={lanes} on={new Set(row.lanes)} used={none} heavy={() => 'none'} />,
                },
              ]}
            />
          ))}
        </tbody>
      </table>
      <p className="pad small dim">
        {rows.length < total && `${t.rowsMore(total - rows.length)} `}
        {others.length > 0 &&
          others.length < reach.counts.cannot &&
          `${t.cannotMore(reach.counts.cannot - others.length)} `}
        <span className="hide-s">{lanes.length > 0 && t.legend}</span>
      </p>
    </>
  )
}

function WhyNot({ row: { reason, network } }: { row: ReachCannot }) {
  const t = useTexts(reachTexts).why
  const words = t[reason]
  return <span className="dim">{typeof words === 'string' ? words : words(network ?? '')}</span>
}

type RowProps = {
  row: Pick<ReachRow, 'party'>
  question: string
  ways: { names: ReactNode; through: ReactNode; lanes: ReactNode }[]
  off?: boolean
}

/** One line of the table for each way, so that the lanes meet from line to line. */
function Row({ row, question, ways, off = false }: RowProps) {
  return ways.map((way, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the ways of a row keep their order
    <tr key={index} className={clsx(off && 'off', index < ways.length - 1 && 'goes-on')}>
      {index === 0 && (
        <>
          <td rowSpan={ways.length} className="rt-party">
            <PartyLink party={row.party} question={question} />
          </td>
          <td rowSpan={ways.length} className="r dim rt-hosts">
            <HostsOf party={row.party} />
          </td>
        </>
      )}
      <td className="rt-lanes">{way.lanes}</td>
      <td className="rt-ways" colSpan={2}>
        <div className="way">
          {way.names}
          {way.through}
        </div>
      </td>
    </tr>
  ))
}

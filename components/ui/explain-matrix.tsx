'use client'
// Why here and why not there: every host against every rule with the value that decided. A real table, read row by row.
import clsx from 'clsx'
import { Check, MapPin, X } from 'lucide-react'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { Said } from '@/components/ui/said'
import { useTexts } from '@/lib/client/language'
import type { Explanation, HostVerdict, Rule } from '@/lib/contract/placements'
import { matrixTexts } from '@/lib/texts/explain-matrix'
import { stateTexts } from '@/lib/texts/states'
import { Button } from './button'
import { type HostRank, hostRanks } from './host-rank'
import { Icon } from './icon'

const scoreHint = { spread: 'lowest', binpack: 'highest', random: 'chance' } as const
const shownHosts = 60

type FilterTexts = (typeof matrixTexts)['en']['filters']
const filterWords = (name: string, texts: FilterTexts): string =>
  Object.hasOwn(texts, name) ? texts[name as keyof FilterTexts] : name

/** The chosen host must be in sight even when the list is cut. */
function inSight(hosts: HostVerdict[], all: boolean): HostVerdict[] {
  if (all || hosts.length <= shownHosts) return hosts
  const head = hosts.slice(0, shownHosts)
  const chosen = hosts.find((host) => host.chosen)
  return chosen && !head.includes(chosen) ? [chosen, ...head] : head
}

export function ExplainMatrix({ explanation, label }: { explanation: Explanation; label: string }) {
  const t = useTexts(matrixTexts)
  const [all, setAll] = useState(false)
  const rows = inSight(explanation.hosts, all)
  const ranks = useMemo(() => hostRanks(explanation), [explanation])
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls sideways must be reachable by keys */}
      <section className="mx-scroll" tabIndex={0} aria-label={label}>
        <table className="mx">
          <caption className="sr">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t.host}</th>
              {explanation.rules.map((rule) => (
                <th key={rule.id} scope="col">
                  <b>{filterWords(rule.filter, t.filters)}</b>
                  <Said text={rule.wants} />
                  {rule.soft && t.soft}
                </th>
              ))}
              <th scope="col">
                <b>{t.rank.title}</b>
                {t[scoreHint[explanation.strategy]]}
              </th>
              <th scope="col">
                <b>{t.fix}</b>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((host) => (
              <MatrixRow key={host.hostId} host={host} rules={explanation.rules} rank={ranks.get(host.hostId)} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length < explanation.hosts.length && (
        <p className="pad">
          <Button size="small" onClick={() => setAll(true)}>
            {t.all(explanation.hosts.length)}
          </Button>
        </p>
      )}
    </>
  )
}

type RowProps = { host: HostVerdict; rules: Rule[]; rank: HostRank | undefined }

function MatrixRow({ host, rules, rank }: RowProps) {
  const t = useTexts(matrixTexts)
  return (
    <tr className={clsx(host.chosen && 'here')}>
      <th scope="row">
        <Link className="quiet" href={`/hosts/${host.hostId}`}>
          {host.chosen ? <b>{host.hostName}</b> : host.hostName}
        </Link>{' '}
        {host.chosen && <Icon icon={MapPin} small />}
      </th>
      {rules.map((rule, index) => {
        const cell = host.cells[index]
        if (!cell) return <td key={rule.id} className="na" />
        return (
          <td key={rule.id} className={cell.ok ? 'yes' : clsx('no', rule.soft && 'soft')}>
            <Icon icon={cell.ok ? Check : X} />
            <span className="sr">{cell.ok ? t.fits : t.unfit}</span>
            <Said text={cell.actual} />
          </td>
        )
      })}
      <td className={clsx(!rank && 'na')}>{rank ? <Rank rank={rank} /> : host.eligible ? '' : t.out}</td>
      <td className={clsx(!host.fix && !host.chosen && 'na')}>
        {host.chosen ? (
          <span className="accent">{t.chosen}</span>
        ) : host.fix ? (
          <Said text={host.fix.text} />
        ) : (
          !host.eligible && t.noFix
        )}
      </td>
    </tr>
  )
}

function Rank({ rank: { place, of, reservedPercent, isUnwell, containers } }: { rank: HostRank }) {
  const t = useTexts(matrixTexts).rank
  const counted = useTexts(stateTexts).containers
  return (
    <>
      {place !== null && <b>{t.place(place, of)}</b>}
      <span className="mx-under">
        {isUnwell
          ? t.unwell
          : [...(reservedPercent === null ? [] : [t.reserved(reservedPercent)]), counted(containers)].join(', ')}
      </span>
    </>
  )
}

'use client'
// Who carries which label, and whom an expression would match: beside each other, because one is written by looking at the other.
import Link from 'next/link'
import { Page } from '@/components/frame/page'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { LabelChip } from '@/components/ui/label-chip'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { useLabels } from '@/lib/client/use-labels'
import type { LabelUse } from '@/lib/contract/labels'
import { labelTexts } from '@/lib/texts/labels'
import { uiTexts } from '@/lib/texts/ui'
import { ExpressionPane } from './expression-pane'

export function LabelsView() {
  const t = useTexts(labelTexts)
  const { data, error, refetch } = useLabels()
  const [address, setAddress] = useAddress()
  const ask = (expression: string) => setAddress({ expression })
  return (
    <Page title={t.title}>
      {data ? (
        <div className="cols aside-first">
          <div>
            <SectionHead title={t.who} remark={t.labels(data.length)} />
            {data.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : <LabelTable uses={data} onAsk={ask} />}
          </div>
          <aside aria-label={t.match.title}>
            <ExpressionPane expression={address.get('expression') ?? ''} onChange={ask} />
          </aside>
        </div>
      ) : error ? (
        <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what={t.what} rows={8} />
      )}
    </Page>
  )
}

type Carrier = LabelUse['values'][number]['hosts'][number]
const sourcesOf = (hosts: Carrier[], words: Record<Carrier['source'], string>) =>
  [...new Set(hosts.map((host) => words[host.source]))].join(', ')
const namedHosts = 12

function LabelTable({ uses, onAsk }: { uses: LabelUse[]; onAsk: (expression: string) => void }) {
  const t = useTexts(labelTexts)
  const ui = useTexts(uiTexts)
  return (
    <table className="tbl tbl-fixed">
      <thead>
        <tr>
          <th scope="col" className="w-[38%]">
            {t.label}
          </th>
          <th scope="col">{t.hosts}</th>
          <th scope="col" className="hide-s w-32">
            {t.origin}
          </th>
        </tr>
      </thead>
      <tbody>
        {uses.flatMap((use) =>
          use.values.map(({ value, hosts }) => (
            <tr key={`${use.key}=${value}`}>
              <td>
                <button type="button" className="label-ask" title={t.ask} onClick={() => onAsk(`${use.key}==${value}`)}>
                  <LabelChip name={use.key} value={value} mine={hosts.some((host) => host.source === 'console')} />
                </button>
              </td>
              <td className="wraps">
                {use.key === 'node' ? null : <b className="num">{hosts.length} </b>}
                {hosts.slice(0, namedHosts).map((host, index) => (
                  <span key={host.hostId}>
                    {index > 0 && ', '}
                    <Link className="quiet nw" href={`/hosts/${host.hostId}`}>
                      {host.hostName}
                    </Link>
                  </span>
                ))}
                {hosts.length > namedHosts && <span className="dim"> {ui.more(hosts.length - namedHosts)}</span>}
              </td>
              <td className="dim hide-s">{sourcesOf(hosts, t.origins)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

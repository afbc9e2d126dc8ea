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
import { count } from '@/lib/client/format'
import { useLabels } from '@/lib/client/use-labels'
import type { LabelUse } from '@/lib/contract/labels'
import { ExpressionPane } from './expression-pane'

export function LabelsView() {
  const { data, error, refetch } = useLabels()
  const [address, setAddress] = useAddress()
  const ask = (expression: string) => setAddress({ expression })
  return (
    <Page title="Labels">
      {data ? (
        <div className="cols aside-first">
          <div>
            <SectionHead title="Who carries what" remark={count(data.length, 'label')} />
            {data.length === 0 ? (
              <Empty title="No labels yet">
                Engines bring their own; more are set on each host's page. Labels of hosts that never answered are not
                known.
              </Empty>
            ) : (
              <LabelTable uses={data} onAsk={ask} />
            )}
          </div>
          <aside aria-label="Who would match">
            <ExpressionPane expression={address.get('expression') ?? ''} onChange={ask} />
          </aside>
        </div>
      ) : error ? (
        <ErrorPanel title="The labels could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what="the labels" rows={8} />
      )}
    </Page>
  )
}

type Carrier = LabelUse['values'][number]['hosts'][number]
const sourceWords: Record<Carrier['source'], string> = {
  console: 'set here',
  engine: 'from the engine',
  builtin: 'built in',
}
const sourcesOf = (hosts: Carrier[]) => [...new Set(hosts.map((host) => sourceWords[host.source]))].join(', ')
const namedHosts = 12

function LabelTable({ uses, onAsk }: { uses: LabelUse[]; onAsk: (expression: string) => void }) {
  return (
    <table className="tbl tbl-fixed">
      <thead>
        <tr>
          <th scope="col" className="w-[38%]">
            Label
          </th>
          <th scope="col">Hosts</th>
          <th scope="col" className="hide-s w-32">
            Origin
          </th>
        </tr>
      </thead>
      <tbody>
        {uses.flatMap((use) =>
          use.values.map(({ value, hosts }) => (
            <tr key={`${use.key}=${value}`}>
              <td>
                <button
                  type="button"
                  className="label-ask"
                  title="Who would match?"
                  onClick={() => onAsk(`${use.key}==${value}`)}
                >
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
                {hosts.length > namedHosts && <span className="dim"> and {hosts.length - namedHosts} more</span>}
              </td>
              <td className="dim hide-s">{sourcesOf(hosts)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

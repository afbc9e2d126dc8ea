'use client'
// All subnets of the cluster in order of address, those that overlap to harm marked, and the next free one.
import Link from 'next/link'
import { Copied } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Field, Select } from '@/components/ui/field'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { useSubnetMap } from '@/lib/client/use-reach'
import type { SubnetRow } from '@/lib/contract/network-maps'
import { networkMapTexts } from '@/lib/texts/network-maps'

const prefixes = [16, 20, 22, 23, 24, 25, 26, 27, 28]
const usualPrefix = 24
/** Network, broadcast and gateway are not for containers. */
const roomsIn = (prefix: number): number => 2 ** (32 - prefix) - 3
const namedHosts = 3

export function SubnetsPane() {
  const t = useTexts(networkMapTexts).subnets
  const [address, setAddress] = useAddress()
  const prefix = prefixes.find((each) => String(each) === address.get('size')) ?? usualPrefix
  const map = useSubnetMap(prefix)
  if (map.error && !map.data) {
    return <ErrorPanel title={t.failed} error={map.error} onRetry={() => void map.refetch()} />
  }
  if (!map.data) return <Loading what={t.map} />
  const { rows, free } = map.data
  const bad = rows.filter(({ overlaps }) => overlaps.length > 0).length
  return (
    <div className="cols">
      <div className="min-w-0">
        <SectionHead title={t.map} remark={`${t.order}; ${bad === 0 ? t.good : t.bad(bad)}`} />
        {rows.length === 0 ? (
          <Empty title={t.none}>{t.noneLead}</Empty>
        ) : (
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t.columns.subnet}</th>
                <th scope="col">{t.columns.network}</th>
                <th scope="col" className="hide-s">
                  {t.columns.where}
                </th>
                {bad > 0 && <th scope="col">{t.columns.overlaps}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={`${row.subnet} ${row.kind} ${row.name}`} row={row} withOverlaps={bad > 0} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <aside>
        <SectionHead title={t.free} />
        <div className="pad-x">
          <Field label={t.size} hint={t.rooms(roomsIn(prefix))}>
            {(control) => (
              <Select {...control} value={prefix} onChange={(event) => setAddress({ size: event.target.value })}>
                {prefixes.map((each) => (
                  <option key={each} value={each}>
                    /{each}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <div className="pad" role="status">
          {free.subnet === null ? (
            <p>{t.noProposal(free.pool)}</p>
          ) : (
            <>
              <Copied text={free.subnet} label={t.free} />
              <p className="ink-2">{t.proposal(free.subnet)}</p>
            </>
          )}
        </div>
      </aside>
    </div>
  )
}

function Row({ row, withOverlaps }: { row: SubnetRow; withOverlaps: boolean }) {
  const t = useTexts(networkMapTexts).subnets
  const { subnet, kind, name, networkId, driver, hostNames, overlaps } = row
  const where =
    kind === 'wide' ? t.cluster : hostNames.length > namedHosts ? t.hosts(hostNames.length) : hostNames.join(', ')
  const shownName =
    networkId === null ? (
      <span title={kind === 'host' ? t.ofHostsHint : undefined}>{kind === 'host' ? t.ofHosts : name}</span>
    ) : (
      <Link className="quiet" href={`/networks/${encodeURIComponent(networkId)}`}>
        {name}
      </Link>
    )
  return (
    <tr>
      <td className="mono">{subnet}</td>
      <td className="wraps">
        {shownName} <span className="dim small">{driver}</span>
      </td>
      <td className="hide-s dim" title={hostNames.join(', ')}>
        {where}
      </td>
      {withOverlaps && (
        <td className="wraps">
          {overlaps.map((overlap) => (
            <div key={`${overlap.subnet} ${overlap.name}`}>
              <StateMark kind="warn" /> {t.with(overlap.subnet, overlap.name || t.ofHosts)}{' '}
              <span className="dim small">
                {overlap.hostNames.length === 0
                  ? t.shadow
                  : t.onHosts(overlap.hostNames.slice(0, namedHosts).join(', '))}
              </span>
            </div>
          ))}
        </td>
      )}
    </tr>
  )
}

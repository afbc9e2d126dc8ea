'use client'
// Ports as a list: one line for each that holds one.
import Link from 'next/link'
import { ContainerName } from '@/components/ui/container-name'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { PortHolder, PortRow } from '@/lib/contract/network-maps'
import { networkMapTexts } from '@/lib/texts/network-maps'

/** More lines than anybody reads; the filter finds the rest. */
const listed = 400

export function PortList({ rows }: { rows: PortRow[] }) {
  const t = useTexts(networkMapTexts).ports
  const lines = rows.flatMap((row) => row.holders.map((holder, index) => ({ row, holder, isFirst: index === 0 })))
  const shown = lines.slice(0, listed)
  return (
    <>
      <table className="tbl port-list">
        <thead>
          <tr>
            <th scope="col">{t.columns.port}</th>
            <th scope="col">{t.columns.holder}</th>
            <th scope="col">{t.columns.host}</th>
            <th scope="col" className="hide-s">
              {t.columns.address}
            </th>
            <th scope="col" className="hide-s">
              {t.columns.target}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, holder, isFirst }) => (
            <tr
              key={`${row.port} ${row.protocol} ${holder.hostId} ${holder.containerId} ${holder.hostIp} ${holder.target}`}
              className={holder.known ? undefined : 'stale'}
            >
              <td className="mono">
                {isFirst ? `${row.port}/${row.protocol}` : <span className="sr">{`${row.port}/${row.protocol}`}</span>}
              </td>
              <td className="wraps">
                <Holder holder={holder} />
                {isFirst && row.contestedOn.length > 0 && (
                  <span className="warn small">
                    {' '}
                    <StateMark kind="warn" /> {t.contested(row.contestedOn.join(', '))}
                  </span>
                )}
              </td>
              <td>
                <Link className="quiet" href={`/hosts/${holder.hostId}`}>
                  {holder.hostName}
                </Link>
              </td>
              <td className="mono hide-s">{holder.hostIp || <span className="dim">{t.everyAddress}</span>}</td>
              <td className="mono hide-s">{holder.target}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < lines.length && <p className="pad small dim">{t.listed(shown.length, lines.length)}</p>}
    </>
  )
}

function Holder({ holder }: { holder: PortHolder }) {
  const t = useTexts(networkMapTexts).ports
  const flagOf = useStackFlags()
  const { containerId, name, stack, service, kind, known } = holder
  return (
    <>
      {containerId === null ? (
        <Said text={name} />
      ) : (
        <Link className="quiet" href={`/containers/${containerId}?tab=networks`}>
          <ContainerName name={name} stack={stack} service={service} flag={flagOf(stack)} />
        </Link>
      )}
      {kind !== 'open' && <span className="dim small"> {t.kinds[kind]}</span>}
      {!known && <span className="dim small"> {t.lastSeen}</span>}
    </>
  )
}

'use client'
// Ports by hosts at a glance: a flag where a stack holds the port. The list beside it says the same in words.
import Link from 'next/link'
import { StackFlag } from '@/components/ui/stack-flag'
import { useTexts } from '@/lib/client/language'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { PortHolder, PortMap, PortRow } from '@/lib/contract/network-maps'
import { networkMapTexts } from '@/lib/texts/network-maps'

/** As many hosts as fit beside the list. */
export const widestMatrix = 9
const listed = 60

export function PortMatrix({ hosts, rows }: { hosts: PortMap['hosts']; rows: PortRow[] }) {
  const t = useTexts(networkMapTexts).ports
  const shown = rows.slice(0, listed)
  return (
    <div className="pad-x pb-3">
      <table className="pm">
        <thead>
          <tr>
            <th scope="col">{t.columns.port}</th>
            {hosts.map(({ id, name, answers }) => (
              <th key={id} scope="col">
                <span title={answers ? name : `${name} ${t.silent}`}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={`${row.port}/${row.protocol}`}>
              <th scope="row">
                {row.port}
                {row.protocol === 'tcp' ? '' : `/${row.protocol}`}
              </th>
              {hosts.map((host) => (
                <td key={host.id} className={host.answers ? undefined : 'hatch'}>
                  <Cell
                    holder={row.holders.find(({ hostId }) => hostId === host.id)}
                    port={`${row.port}/${row.protocol}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ holder, port }: { holder: PortHolder | undefined; port: string }) {
  const t = useTexts(networkMapTexts).ports
  const flagOf = useStackFlags()
  if (!holder) return null
  const words = t.holds(holder.name, port, holder.hostName)
  const flag = flagOf(holder.stack)
  const mark =
    flag === undefined ? (
      <span className={holder.kind === 'open' ? 'pm-dot' : 'pm-dot off'} />
    ) : (
      <StackFlag colour={flag} />
    )
  if (holder.containerId === null) {
    return (
      <span role="img" aria-label={words} title={words}>
        {mark}
      </span>
    )
  }
  return (
    <Link href={`/containers/${holder.containerId}?tab=networks`} aria-label={words} title={words}>
      {mark}
    </Link>
  )
}

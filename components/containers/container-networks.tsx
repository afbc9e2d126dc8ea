'use client'
// In which networks it is, by which address and names, and which of its ports are reachable from outside.
import Link from 'next/link'
import { SectionHead } from '@/components/ui/section'
import { useTexts } from '@/lib/client/language'
import type { Container } from '@/lib/contract/containers'
import { containerPartTexts } from '@/lib/texts/container-parts'
import { reachTexts } from '@/lib/texts/reach'
import { publishedPorts } from './port-words'

export function ContainerNetworks({ container }: { container: Container }) {
  const t = useTexts(containerPartTexts).networks
  const reachWords = useTexts(reachTexts)
  const published = publishedPorts(container.actualPorts)
  const requested = publishedPorts(container.requestedPorts)
  return (
    <>
      {container.networks.length === 0 ? (
        <p className="pad ink-2">{container.networkMode === 'host' ? t.ofHost : t.mode(container.networkMode)}</p>
      ) : (
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{t.network}</th>
              <th scope="col">{t.address}</th>
              <th scope="col">{t.aliases}</th>
            </tr>
          </thead>
          <tbody>
            {container.networks.map((network) => (
              <tr key={network.networkId || network.name}>
                <td>
                  <Link href={`/networks/${encodeURIComponent(network.networkId)}`}>{network.name}</Link>
                </td>
                <td className="mono">{network.ipAddress || <span className="dim">{t.noAddress}</span>}</td>
                <td className="wraps">{network.aliases?.join(', ') || <span className="dim">{t.noAliases}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <SectionHead title={t.ports} remark={requested.length > 0 && published.length === 0 ? t.notOpen : undefined} />
      {published.length + requested.length === 0 ? (
        <p className="pad-x dim">{t.nonePublished}</p>
      ) : (
        <ul className="pad-x">
          {(published.length > 0 ? published : requested).map((port) => (
            <li key={port} className={published.length > 0 ? 'mono' : 'mono dim'}>
              {container.hostName} {port}
            </li>
          ))}
        </ul>
      )}
      <p className="pad">
        <Link href={`/networks?tab=reach&of=${container.id}`}>{reachWords.link}</Link>
      </p>
    </>
  )
}

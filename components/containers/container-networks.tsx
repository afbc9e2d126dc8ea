'use client'
// In which networks it is, by which address and names, and which of its ports are reachable from outside.
import Link from 'next/link'
import { SectionHead } from '@/components/ui/section'
import type { Container } from '@/lib/contract/containers'
import { publishedPorts } from './port-words'

export function ContainerNetworks({ container }: { container: Container }) {
  const published = publishedPorts(container.actualPorts)
  const requested = publishedPorts(container.requestedPorts)
  return (
    <>
      {container.networks.length === 0 ? (
        <p className="pad ink-2">
          {container.networkMode === 'host'
            ? "It uses its host's own network."
            : `Network mode: ${container.networkMode}.`}
        </p>
      ) : (
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">Network</th>
              <th scope="col">Address</th>
              <th scope="col">Also known as</th>
            </tr>
          </thead>
          <tbody>
            {container.networks.map((network) => (
              <tr key={network.networkId || network.name}>
                <td>
                  <Link href={`/networks/${encodeURIComponent(network.networkId)}`}>{network.name}</Link>
                </td>
                <td className="mono">{network.ipAddress || <span className="dim">none</span>}</td>
                <td className="wraps">{network.aliases?.join(', ') || <span className="dim">no other names</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <SectionHead
        title="Ports"
        remark={
          requested.length > 0 && published.length === 0 ? 'asked for, but not open while it is stopped' : undefined
        }
      />
      {published.length + requested.length === 0 ? (
        <p className="pad-x dim">None published.</p>
      ) : (
        <ul className="pad-x">
          {(published.length > 0 ? published : requested).map((port) => (
            <li key={port} className={published.length > 0 ? 'mono' : 'mono dim'}>
              {container.hostName} {port}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

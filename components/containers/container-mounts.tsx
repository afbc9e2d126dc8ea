'use client'
// What is mounted where.
import Link from 'next/link'
import type { Container } from '@/lib/contract/containers'

export function ContainerMounts({ container }: { container: Container }) {
  if (container.mounts.length === 0)
    return <p className="pad dim">Nothing is mounted: what it writes is gone with it.</p>
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th scope="col">Inside</th>
          <th scope="col">Kind</th>
          <th scope="col">From</th>
          <th scope="col">Access</th>
        </tr>
      </thead>
      <tbody>
        {container.mounts.map((mount) => (
          <tr key={mount.target}>
            <td className="mono wraps wrap-anywhere">{mount.target}</td>
            <td>{mount.type}</td>
            <td className="mono wraps wrap-anywhere">
              {mount.name ? (
                <Link href={`/volumes?q=${encodeURIComponent(mount.name)}`}>{mount.name}</Link>
              ) : (
                mount.source || <span className="dim">memory</span>
              )}
            </td>
            <td>{mount.readOnly ? 'read only' : 'read and write'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

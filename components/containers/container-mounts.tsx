'use client'
// What is mounted where.
import Link from 'next/link'
import { useTexts } from '@/lib/client/language'
import type { Container } from '@/lib/contract/containers'
import { containerPartTexts } from '@/lib/texts/container-parts'

export function ContainerMounts({ container }: { container: Container }) {
  const t = useTexts(containerPartTexts).mounts
  if (container.mounts.length === 0) return <p className="pad dim">{t.none}</p>
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th scope="col">{t.inside}</th>
          <th scope="col">{t.kind}</th>
          <th scope="col">{t.from}</th>
          <th scope="col">{t.access}</th>
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
                mount.source || <span className="dim">{t.memory}</span>
              )}
            </td>
            <td>{mount.readOnly ? t.readOnly : t.readWrite}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

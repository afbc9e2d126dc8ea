'use client'
// Where one can go. Numbers only where they say something; red only for what needs a human.
import { Upload } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { ButtonLink } from '@/components/ui/button'
import { Icon, Mark } from '@/components/ui/icon'
import { useOverview } from '@/lib/client/use-overview'
import { isCurrent, pages } from './pages'
import { UserMenu } from './user-menu'

export function Sidebar() {
  const path = usePathname()
  const { data } = useOverview()
  const numbers: Record<string, number | undefined> = {
    '/stacks': data?.counts.stacks,
    '/containers': data?.counts.containers,
    '/hosts': data?.counts.hosts,
  }
  const needs = data?.attention.length ?? 0
  return (
    <nav className="side" aria-label="Main">
      <Link className="brand" href="/overview" aria-label="Lotse, overview">
        <Mark />
        <span>Lotse</span>
      </Link>
      <ul>
        {pages.map((page) => (
          <li key={page.href} className={page.gap ? 'gap' : ''}>
            <Link
              href={page.href}
              title={page.name}
              aria-label={page.name}
              {...(isCurrent(page.href, path) ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon icon={page.icon} />
              <span>{page.name}</span>
              {page.href === '/overview' && needs > 0 ? (
                <em className="hot" title={`${needs} need a human`}>
                  {needs}
                </em>
              ) : (
                numbers[page.href] !== undefined && <em>{numbers[page.href]}</em>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <div className="side-end">
        <ButtonLink look="primary" wide icon={Upload} href="/deploy" aria-keyshortcuts="d" aria-label="Deploy">
          Deploy
        </ButtonLink>
        <UserMenu />
      </div>
    </nav>
  )
}

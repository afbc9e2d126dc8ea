'use client'
// Where one can go. Numbers only where they say something; red only for what needs a human.
import { Upload } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { ButtonLink } from '@/components/ui/button'
import { Icon, Mark } from '@/components/ui/icon'
import { useTexts } from '@/lib/client/language'
import { useOverview } from '@/lib/client/use-overview'
import { frameTexts } from '@/lib/texts/frame'
import { isCurrent, pages } from './pages'
import { UnderWay } from './under-way'
import { UserMenu } from './user-menu'

export function Sidebar() {
  const t = useTexts(frameTexts)
  const path = usePathname()
  const { data } = useOverview()
  const numbers: Record<string, number | undefined> = {
    '/stacks': data?.counts.stacks,
    '/containers': data?.counts.containers,
    '/hosts': data?.counts.hosts,
  }
  const needs = data?.attention.length ?? 0
  return (
    <nav className="side" aria-label={t.main}>
      <Link className="brand" href="/overview" aria-label={t.home}>
        <Mark />
        <span>Lotse</span>
      </Link>
      <ul>
        {pages.map((page) => (
          <li key={page.href} className={page.gap ? 'gap' : ''}>
            <Link
              href={page.href}
              title={t.pages[page.id]}
              aria-label={t.pages[page.id]}
              {...(isCurrent(page.href, path) ? { 'aria-current': 'page' as const } : {})}
            >
              <UnderWay />
              <Icon icon={page.icon} />
              <span>{t.pages[page.id]}</span>
              {page.href === '/overview' && needs > 0 ? (
                <em className="hot" title={t.needHuman(needs)}>
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
        <ButtonLink look="primary" wide icon={Upload} href="/deploy" aria-keyshortcuts="d" aria-label={t.deploy}>
          {t.deploy}
        </ButtonLink>
        <UserMenu />
      </div>
    </nav>
  )
}

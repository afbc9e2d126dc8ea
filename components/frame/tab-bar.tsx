'use client'
// The bottom bar of a phone: four pages and the rest behind More.
import { Menu as MenuIcon, Upload } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { Icon } from '@/components/ui/icon'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { useTexts } from '@/lib/client/language'
import { useOverview } from '@/lib/client/use-overview'
import { frameTexts } from '@/lib/texts/frame'
import { isCurrent, pages } from './pages'
import { UnderWay } from './under-way'
import { useUserItems } from './user-menu'

export function TabBar() {
  const t = useTexts(frameTexts)
  const path = usePathname()
  const router = useRouter()
  const { data } = useOverview()
  const { items: userItems, dialog } = useUserItems()
  const needs = data?.attention.length ?? 0
  const more: MenuItem[] = [
    ...pages
      .filter((page) => !page.phone)
      .map((page) => ({
        id: page.href,
        label: t.pages[page.id],
        icon: page.icon,
        onSelect: () => router.push(page.href),
      })),
    { id: 'deploy', label: t.deploy, icon: Upload, onSelect: () => router.push('/deploy') },
    { id: 'rule', rule: true },
    ...userItems,
  ]
  return (
    <nav className="tabbar" aria-label={t.mainPhone}>
      {pages
        .filter((page) => page.phone)
        .map((page) => (
          <Link
            key={page.href}
            href={page.href}
            {...(isCurrent(page.href, path) ? { 'aria-current': 'page' as const } : {})}
          >
            <UnderWay />
            <Icon icon={page.icon} />
            {page.href === '/overview' && needs > 0 && <em>{needs}</em>}
            <span>{t.pages[page.id]}</span>
          </Link>
        ))}
      <Menu
        items={more}
        button={{
          className: '',
          content: (
            <>
              <Icon icon={MenuIcon} />
              <span>{t.more}</span>
            </>
          ),
        }}
      />
      {dialog}
    </nav>
  )
}

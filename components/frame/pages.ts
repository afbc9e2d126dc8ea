// The pages there are, in the order of the sidebar, with the key that leads there after `g`.

import {
  Boxes,
  Columns3,
  Database,
  Disc3,
  Gauge,
  Layers,
  ListChecks,
  type LucideIcon,
  Network,
  ScrollText,
  Server,
  Settings,
  Tags,
} from 'lucide-react'
import type { frameTexts } from '@/lib/texts/frame'

/** `id` names the page in the catalogue of texts. */
export type PageEntry = {
  href: string
  id: keyof (typeof frameTexts)['en']['pages']
  icon: LucideIcon
  key?: string
  gap?: boolean
  phone?: boolean
}

export const pages: PageEntry[] = [
  { href: '/overview', id: 'overview', icon: Gauge, key: 'o', phone: true },
  { href: '/board', id: 'board', icon: Columns3, key: 'b' },
  { href: '/stacks', id: 'stacks', icon: Layers, key: 's', phone: true },
  { href: '/containers', id: 'containers', icon: Boxes, key: 'c', phone: true },
  { href: '/logs', id: 'logs', icon: ScrollText, key: 't' },
  { href: '/hosts', id: 'hosts', icon: Server, key: 'h', phone: true },
  { href: '/labels', id: 'labels', icon: Tags, key: 'l' },
  { href: '/networks', id: 'networks', icon: Network, key: 'n' },
  { href: '/images', id: 'images', icon: Disc3, key: 'i', gap: true },
  { href: '/volumes', id: 'volumes', icon: Database, key: 'v' },
  { href: '/activity', id: 'activity', icon: ListChecks, key: 'a', gap: true },
  { href: '/settings', id: 'settings', icon: Settings, key: ',' },
]

export const isCurrent = (href: string, path: string): boolean => path === href || path.startsWith(`${href}/`)

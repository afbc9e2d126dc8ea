// The pages there are, in the order of the sidebar, with the key that leads there after `g`.
import { Boxes, Database, Disc3, Gauge, Layers, ListChecks, type LucideIcon, Network, Server, Tags } from 'lucide-react'

export type PageEntry = { href: string; name: string; icon: LucideIcon; key?: string; gap?: boolean; phone?: boolean }

export const pages: PageEntry[] = [
  { href: '/overview', name: 'Overview', icon: Gauge, key: 'o', phone: true },
  { href: '/stacks', name: 'Stacks', icon: Layers, key: 's', phone: true },
  { href: '/containers', name: 'Containers', icon: Boxes, key: 'c', phone: true },
  { href: '/hosts', name: 'Hosts', icon: Server, key: 'h', phone: true },
  { href: '/labels', name: 'Labels', icon: Tags, key: 'l' },
  { href: '/networks', name: 'Networks', icon: Network, key: 'n' },
  { href: '/images', name: 'Images', icon: Disc3, key: 'i', gap: true },
  { href: '/volumes', name: 'Volumes', icon: Database, key: 'v' },
  { href: '/activity', name: 'Activity', icon: ListChecks, key: 'a', gap: true },
]

export const isCurrent = (href: string, path: string): boolean => path === href || path.startsWith(`${href}/`)

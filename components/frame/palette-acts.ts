'use client'
// What the palette does, beside where it goes: acts on what the page shows, on what is named after a verb, and one's own.
import {
  Brush,
  Download,
  Keyboard,
  KeyRound,
  Languages,
  LogOut,
  type LucideIcon,
  Moon,
  Network,
  Server,
  Stethoscope,
  Sun,
  Ticket,
  TriangleAlert,
  Waypoints,
} from 'lucide-react'
import { usePathname } from 'next/navigation'
import { leftOutReason } from '@/components/containers/act-rules'
import { failingFilter } from '@/components/containers/saved-views'
import { containerTitle } from '@/components/ui/container-name'
import { setLanguage, useLanguage, useTexts } from '@/lib/client/language'
import { setTheme } from '@/lib/client/theme'
import { useContainer, useContainerList } from '@/lib/client/use-containers'
import { useHosts } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import { useLogout } from '@/lib/client/use-session'
import { useStackList } from '@/lib/client/use-stack-list'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Stack } from '@/lib/contract/stacks'
import { paletteTexts } from '@/lib/texts/palette'
import { type PaletteVerb, typedVerb } from './palette-words'

export type PaletteAct = {
  id: string
  words: string
  /** Other words that somebody may look for it by. */
  also?: string
  icon?: LucideIcon
  /** Its question stands in the palette's place. */
  asks?: true
  run: () => void
}

/** What acts need of the frame: to go somewhere, and to ask before an act on containers. */
export type PaletteParts = {
  go: (href: string) => void
  act: (containers: Container[], action: ContainerAction) => void
}

const onContainers: ContainerAction[] = ['restart', 'stop', 'start', 'pause', 'unpause', 'kill', 'remove']
const mostActs = 8

/** The acts on one thing. What cannot be done to it now is not offered. */
function useActsOn({ go, act }: PaletteParts) {
  const t = useTexts(paletteTexts).verbs
  const isBlocked = useActBlocked() !== undefined
  const make = (verb: PaletteVerb, thing: string, name: string, run: () => void) => ({
    verb,
    id: `${verb} ${thing}`,
    words: t[verb](name),
    run,
  })
  return {
    container: (container: Container) => {
      const name = containerTitle(container)
      const tab = (verb: 'logs' | 'shell' | 'stats' | 'files' | 'why' | 'history', id: string) =>
        make(verb, container.id, name, () => go(`/containers/${container.id}?tab=${id}`))
      const isReached = !isBlocked && container.known
      const isOpen = isReached && container.state === 'running'
      const acts = onContainers.filter((action) => !isBlocked && leftOutReason(container, action, true) === undefined)
      return [
        ...acts.map((action) => make(action, container.id, name, () => act([container], action))),
        tab('logs', 'logs'),
        ...(isOpen ? [tab('shell', 'terminal')] : []),
        ...(isReached
          ? [
              make('move', container.id, name, () => go(`/board?do=move&container=${container.id}`)),
              make('edit', container.id, name, () => go(`/containers/${container.id}?do=edit`)),
            ]
          : []),
        make('reach', container.id, name, () => go(`/networks?tab=reach&of=${container.id}`)),
        tab('stats', 'stats'),
        tab('files', 'files'),
        tab('why', 'why'),
        tab('history', 'history'),
      ]
    },
    host: ({ id, name, availability }: Host) => {
      const ask = (verb: 'drain' | 'activate' | 'labels') => make(verb, id, name, () => go(`/hosts/${id}?do=${verb}`))
      if (isBlocked) return []
      return [availability === 'drain' ? ask('activate') : ask('drain'), ask('labels')]
    },
    stack: ({ name, managed }: Stack) => {
      const path = encodeURIComponent(name)
      const logs = make('logs', name, name, () => go(`/stacks/${path}?tab=logs`))
      if (!managed || isBlocked) return [logs]
      return [
        logs,
        make('scale', name, name, () => go(`/stacks/${path}?do=scale`)),
        make('edit', name, name, () => go(`/deploy?stack=${path}`)),
        make('remove', name, name, () => go(`/stacks/${path}?do=remove`)),
      ]
    },
  }
}

/** What can be done to the container, host or stack that the page shows. */
export function useHereActs(parts: PaletteParts): { name: string; acts: PaletteAct[] } | null {
  const [, kind, part] = usePathname().split('/')
  const id = part === undefined ? '' : decodeURIComponent(part)
  const on = useActsOn(parts)
  const container = useContainerHere(kind === 'containers' ? id : '')
  const host = useHosts().data?.find((each) => kind === 'hosts' && each.id === id)
  const stack = useStackList().data?.find((each) => kind === 'stacks' && each.name === id)
  if (container) return { name: containerTitle(container), acts: on.container(container) }
  if (host) return { name: host.name, acts: on.host(host) }
  if (stack) return { name: stack.name, acts: on.stack(stack) }
  return null
}

/** The page has read it already. */
const useContainerHere = (id: string): Container | undefined => useContainer(id, id !== '').data?.container

/** "restart web": the verb on everything of that name. */
export function useVerbActs(text: string, parts: PaletteParts): PaletteAct[] {
  const verb = typedVerb(text, useTexts(paletteTexts).typed)
  const on = useActsOn(parts)
  const name = verb?.name ?? ''
  const containers = useContainerList({ q: name }, mostActs, name !== '').data?.items ?? []
  const hosts = useHosts().data ?? []
  const stacks = useStackList().data ?? []
  if (verb === null || name === '') return []
  const isNamed = (each: { name: string }) => each.name.toLowerCase().includes(name)
  return [
    ...hosts.filter(isNamed).flatMap(on.host),
    ...stacks.filter(isNamed).flatMap(on.stack),
    ...containers.flatMap(on.container),
  ]
    .filter((act) => verb.verbs.includes(act.verb))
    .slice(0, mostActs)
}

type OwnParts = {
  go: (href: string) => void
  onKeyMap: () => void
  onAsk: (what: 'password' | 'tokens') => void
}

/** What belongs to nothing that has a name. */
export function useOwnActs({ go, onKeyMap, onAsk }: OwnParts): PaletteAct[] {
  const t = useTexts(paletteTexts)
  const language = useLanguage()
  const logout = useLogout()
  const isBlocked = useActBlocked() !== undefined
  const changing: PaletteAct[] = [
    { id: 'pull', words: t.pull, icon: Download, run: () => go('/images?do=pull') },
    { id: 'make-network', words: t.makeNetwork, icon: Network, run: () => go('/networks?do=create') },
    { id: 'clean-images', words: t.cleanImages, icon: Brush, run: () => go('/images?do=prune') },
    { id: 'clean-volumes', words: t.cleanVolumes, icon: Brush, run: () => go('/volumes?do=prune') },
  ]
  return [
    {
      id: 'failing',
      words: t.failing,
      also: t.failingAlso,
      icon: TriangleAlert,
      run: () => go(`/containers?q=${failingFilter}`),
    },
    { id: 'add-host', words: t.addHost, icon: Server, run: () => go('/hosts/add') },
    { id: 'reach', words: t.reach, icon: Waypoints, run: () => go('/networks?tab=reach') },
    { id: 'ports', words: t.ports, icon: Network, run: () => go('/networks?tab=ports') },
    { id: 'subnets', words: t.subnets, icon: Network, run: () => go('/networks?tab=subnets') },
    { id: 'doctor', words: t.doctor, icon: Stethoscope, run: () => go('/networks?tab=doctor') },
    { id: 'overlay', words: t.overlay, icon: Network, run: () => go('/networks?tab=overlay') },
    ...(isBlocked ? [] : changing),
    { id: 'light', words: t.light, icon: Sun, run: () => setTheme('light') },
    { id: 'dark', words: t.dark, icon: Moon, run: () => setTheme('dark') },
    { id: 'system', words: t.system, icon: Sun, run: () => setTheme('system') },
    // Each language is offered in its own words: who reads the wrong one must find the way out.
    language === 'en'
      ? { id: 'deutsch language sprache', words: 'Deutsch', icon: Languages, run: () => setLanguage('de') }
      : { id: 'english language sprache', words: 'English', icon: Languages, run: () => setLanguage('en') },
    { id: 'keys', words: t.keys, icon: Keyboard, run: onKeyMap },
    { id: 'password', words: t.password, icon: KeyRound, asks: true, run: () => onAsk('password') },
    { id: 'tokens', words: t.tokens, icon: Ticket, asks: true, run: () => onAsk('tokens') },
    { id: 'sign-out', words: t.signOut, icon: LogOut, run: () => logout.mutate() },
  ]
}

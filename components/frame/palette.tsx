'use client'
// Go to or do: pages, hosts, stacks and containers by a few letters, and the acts on them.
import { Command } from 'cmdk'
import { ChevronRight, Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { PasswordDialog } from '@/components/auth/password-dialog'
import { TokensDialog } from '@/components/auth/tokens-dialog'
import { actsAtOnce } from '@/components/containers/act-rules'
import { useAct } from '@/components/containers/use-act'
import { ContainerName, containerTitle } from '@/components/ui/container-name'
import { Icon } from '@/components/ui/icon'
import { StackFlag } from '@/components/ui/stack-flag'
import { StateMark } from '@/components/ui/state'
import { useNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import { containerWords, hostWords } from '@/lib/client/state-words'
import { useContainerList } from '@/lib/client/use-containers'
import { useHosts } from '@/lib/client/use-hosts'
import { useStackFlags, useStackList } from '@/lib/client/use-stack-list'
import { frameTexts } from '@/lib/texts/frame'
import { paletteTexts } from '@/lib/texts/palette'
import { pages } from './pages'
import { type PaletteAct, type PaletteParts, useHereActs, useOwnActs, useVerbActs } from './palette-acts'
import { PaletteItem } from './palette-item'
import { PaletteThings } from './palette-things'
import { takeTypedAhead } from './typed-ahead'

const shownContainers = 8
const shownOthers = 50

export function Palette({ onClose, onKeyMap }: { onClose: () => void; onKeyMap: () => void }) {
  const t = useTexts(frameTexts)
  const words = useTexts(paletteTexts)
  const ref = useRef<HTMLDialogElement>(null)
  const router = useRouter()
  const now = useNow()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const hosts = useHosts().data ?? []
  const stacks = useStackList().data ?? []
  const flagOf = useStackFlags()
  const found = useContainerList({ q: asked }, shownContainers, asked.length > 1)
  useLayoutEffect(() => {
    if (ref.current && !ref.current.open) ref.current.showModal()
    ref.current?.querySelector('input')?.focus()
    const ahead = takeTypedAhead()
    if (ahead !== '') setText((now) => ahead + now)
  }, [])
  const [chosen, setChosen] = useState('')
  const hasChosen = useRef(false)
  // What arrives later and stands above is the better answer, unless somebody has begun to choose.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const first = ref.current?.querySelector('[cmdk-item]')?.getAttribute('data-value')
      if (!hasChosen.current && asked !== '' && first) setChosen(first)
    })
    return () => cancelAnimationFrame(frame)
  })
  const go = (href: string) => {
    onClose()
    router.push(href)
  }
  const { act, dialog } = useAct(onClose)
  const parts: PaletteParts = {
    go,
    act: (containers, action) => {
      act(containers, action)
      if (actsAtOnce(action)) onClose()
    },
  }
  const here = useHereActs(parts)
  const named = useVerbActs(asked, parts)
  const [isAsking, setAsking] = useState<'password' | 'tokens' | null>(null)
  const own = useOwnActs({ go, onKeyMap, onAsk: setAsking })
  const run = (chosen: PaletteAct) => {
    // What asks first shows its question in the palette's place; the rest has nothing more to show.
    if (own.includes(chosen) && chosen.asks !== true) onClose()
    chosen.run()
  }
  if (dialog) return dialog
  if (isAsking === 'password') return <PasswordDialog onClose={onClose} />
  if (isAsking === 'tokens') return <TokensDialog onClose={onClose} />

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the scrim; Esc does the same by key
    <dialog
      ref={ref}
      className="dialog palette"
      aria-label={words.label}
      onCancel={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <Command
        label={words.label}
        loop
        value={chosen}
        onValueChange={setChosen}
        onKeyDown={({ key }) => {
          if (key.startsWith('Arrow')) hasChosen.current = true
        }}
      >
        <Command.Input
          value={text}
          onValueChange={(typed) => {
            hasChosen.current = false
            setText(typed)
          }}
          placeholder={words.placeholder}
        />
        <Command.List
          onPointerMove={() => {
            hasChosen.current = true
          }}
        >
          <Command.Empty>{found.isFetching ? words.searching : words.none}</Command.Empty>
          {named.length > 0 && (
            <Command.Group heading={words.acts}>
              {named.map((shown) => (
                <ActItem key={`${shown.id} ${asked}`} shown={shown} typed={asked} onRun={run} />
              ))}
            </Command.Group>
          )}
          {here && here.acts.length > 0 && (
            <Command.Group heading={words.here(here.name)}>
              {here.acts.map((shown) => (
                <ActItem key={shown.id} shown={shown} onRun={run} />
              ))}
            </Command.Group>
          )}
          {asked.length > 1 && (found.data?.items.length ?? 0) > 0 && (
            <Command.Group heading={t.pages.containers}>
              {found.data?.items.map((container) => (
                <PaletteItem
                  // A new one for each text: one whose value changes would lose the selection, and Enter do nothing.
                  key={`${container.id} ${asked}`}
                  value={`container ${container.id} ${asked}`}
                  kind={container.hostName}
                  onSelect={() => go(`/containers/${container.id}`)}
                >
                  <StateMark {...containerWords(container, now)} />
                  <ContainerName {...container} flag={flagOf(container.stack)} />
                  <span className="sr">{containerTitle(container)}</span>
                </PaletteItem>
              ))}
            </Command.Group>
          )}
          <Command.Group heading={words.pages}>
            {pages.map((page) => (
              <PaletteItem
                key={page.href}
                value={`page ${t.pages[page.id]}`}
                kind={words.page}
                onSelect={() => go(page.href)}
              >
                <Icon icon={page.icon} small />
                {t.pages[page.id]}
              </PaletteItem>
            ))}
            <PaletteItem value={`page ${t.deploy} compose`} kind={words.page} onSelect={() => go('/deploy')}>
              <Icon icon={Upload} small />
              {t.deploy}
            </PaletteItem>
          </Command.Group>
          {stacks.length > 0 && (
            <Command.Group heading={t.pages.stacks}>
              {stacks.slice(0, shownOthers).map((stack) => (
                <PaletteItem
                  key={stack.name}
                  value={`stack ${stack.name}`}
                  kind={words.stack}
                  onSelect={() => go(`/stacks/${encodeURIComponent(stack.name)}`)}
                >
                  <StackFlag colour={stack.flag} />
                  {stack.name}
                </PaletteItem>
              ))}
            </Command.Group>
          )}
          {hosts.length > 0 && (
            <Command.Group heading={t.pages.hosts}>
              {hosts.slice(0, shownOthers).map((host) => (
                <PaletteItem
                  key={host.id}
                  value={`host ${host.name} ${host.id}`}
                  kind={words.host}
                  onSelect={() => go(`/hosts/${host.id}`)}
                >
                  <StateMark {...hostWords(host, now)} />
                  {host.name}
                </PaletteItem>
              ))}
            </Command.Group>
          )}
          <PaletteThings asked={asked} onGo={go} />
          <Command.Group heading={words.acts}>
            {own.map((shown) => (
              <ActItem key={shown.id} shown={shown} onRun={run} />
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  )
}

const ActItem = ({
  shown,
  onRun,
  typed = '',
}: {
  shown: PaletteAct
  onRun: (shown: PaletteAct) => void
  typed?: string
}) => {
  const { act } = useTexts(paletteTexts)
  return (
    <PaletteItem
      value={`act ${shown.words} ${shown.also ?? ''} ${shown.id} ${typed}`}
      kind={act}
      onSelect={() => onRun(shown)}
    >
      <Icon icon={shown.icon ?? ChevronRight} small />
      {shown.words}
    </PaletteItem>
  )
}

'use client'
// Who is signed in, and what belongs to the person: theme, keys, password, tokens, signing out.
import { Keyboard, KeyRound, Languages, LogOut, Monitor, Moon, Sun, Ticket } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { setLanguage, useLanguage, useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { setTheme } from '@/lib/client/theme'
import { useLogout, useSession } from '@/lib/client/use-session'
import { frameTexts } from '@/lib/texts/frame'
import { openKeyMap } from './frame-overlays'

const PasswordDialog = dynamic(
  () => loadPart(() => import('@/components/auth/password-dialog')).then((it) => it.PasswordDialog),
  {
    ssr: false,
  },
)
const TokensDialog = dynamic(
  () => loadPart(() => import('@/components/auth/tokens-dialog')).then((it) => it.TokensDialog),
  {
    ssr: false,
  },
)

export function useUserItems() {
  const t = useTexts(frameTexts).person
  const language = useLanguage()
  const logout = useLogout()
  const [open, setOpen] = useState<'password' | 'tokens' | null>(null)
  const items: MenuItem[] = [
    { id: 'system', label: t.systemTheme, icon: Monitor, onSelect: () => setTheme('system') },
    { id: 'light', label: t.light, icon: Sun, onSelect: () => setTheme('light') },
    { id: 'dark', label: t.dark, icon: Moon, onSelect: () => setTheme('dark') },
    { id: 'rule-1', rule: true },
    // Each language is offered in its own words: who reads the wrong one must find the way out.
    language === 'en'
      ? { id: 'language', label: 'Deutsch', icon: Languages, onSelect: () => setLanguage('de') }
      : { id: 'language', label: 'English', icon: Languages, onSelect: () => setLanguage('en') },
    { id: 'keys', label: t.keys, icon: Keyboard, hint: '?', onSelect: openKeyMap },
    { id: 'password', label: t.password, icon: KeyRound, onSelect: () => setOpen('password') },
    { id: 'tokens', label: t.tokens, icon: Ticket, onSelect: () => setOpen('tokens') },
    { id: 'rule-2', rule: true },
    { id: 'logout', label: t.signOut, icon: LogOut, onSelect: () => logout.mutate() },
  ]
  const close = () => setOpen(null)
  const dialog =
    open === 'password' ? (
      <PasswordDialog onClose={close} />
    ) : open === 'tokens' ? (
      <TokensDialog onClose={close} />
    ) : null
  return { items, dialog }
}

export function UserMenu() {
  const t = useTexts(frameTexts).person
  const { data } = useSession()
  const { items, dialog } = useUserItems()
  const name = data?.username ?? ''
  return (
    <>
      <Menu
        items={items}
        button={{
          className: 'who',
          label: t.label(name),
          content: (
            <>
              <span className="ini">{name.slice(0, 2)}</span>
              <span className="who-t cut">
                {name}
                <small>{data && t.roles[data.role]}</small>
              </span>
            </>
          ),
        }}
      />
      {dialog}
    </>
  )
}

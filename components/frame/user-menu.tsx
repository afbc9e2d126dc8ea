'use client'
// Who is signed in, and what belongs to the person: theme, keys, password, tokens, signing out.
import { Keyboard, KeyRound, LogOut, Monitor, Moon, Sun, Ticket } from 'lucide-react'
import { useState } from 'react'
import { PasswordDialog } from '@/components/auth/password-dialog'
import { TokensDialog } from '@/components/auth/tokens-dialog'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { setTheme } from '@/lib/client/theme'
import { useLogout, useSession } from '@/lib/client/use-session'
import { openKeyMap } from './frame-overlays'

export function useUserItems() {
  const logout = useLogout()
  const [open, setOpen] = useState<'password' | 'tokens' | null>(null)
  const items: MenuItem[] = [
    { id: 'system', label: 'Theme of the system', icon: Monitor, onSelect: () => setTheme('system') },
    { id: 'light', label: 'Light', icon: Sun, onSelect: () => setTheme('light') },
    { id: 'dark', label: 'Dark', icon: Moon, onSelect: () => setTheme('dark') },
    { id: 'rule-1', rule: true },
    { id: 'keys', label: 'Keys…', icon: Keyboard, hint: '?', onSelect: openKeyMap },
    { id: 'password', label: 'Change password…', icon: KeyRound, onSelect: () => setOpen('password') },
    { id: 'tokens', label: 'API tokens…', icon: Ticket, onSelect: () => setOpen('tokens') },
    { id: 'rule-2', rule: true },
    { id: 'logout', label: 'Sign out', icon: LogOut, onSelect: () => logout.mutate() },
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
  const { data } = useSession()
  const { items, dialog } = useUserItems()
  const name = data?.username ?? ''
  return (
    <>
      <Menu
        items={items}
        button={{
          className: 'who',
          label: name ? `${name}, account and theme` : 'Account and theme',
          content: (
            <>
              <span className="ini">{name.slice(0, 2)}</span>
              <span className="who-t cut">
                {name}
                <small>{data?.role}</small>
              </span>
            </>
          ),
        }}
      />
      {dialog}
    </>
  )
}

'use client'
// Which shell, as whom: what the container's own files name, or any other user by name or number.
import { useState } from 'react'
import { Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import type { ShellChoices } from '@/lib/contract/terminals'
import { terminalTexts } from '@/lib/texts/terminal'

export type ShellPick = { shell: string; user: string }

type Props = {
  choices: ShellChoices | undefined
  pick: ShellPick
  onPick: (pick: ShellPick) => void
  isCompact?: boolean
}

const other = ':other'
/** Who logs in stands first; what only owns files comes after. */
const firstPersonUid = 1000
const rank = (uid: number) => (uid === 0 ? 0 : uid >= firstPersonUid && uid < 60_000 ? 1 : 2)

export function ShellPicker({ choices, pick, onPick, isCompact = false }: Props) {
  const t = useTexts(terminalTexts)
  const [isOther, setOther] = useState(false)
  if (choices === undefined) return null
  const users = choices.users.toSorted((a, b) => rank(a.uid) - rank(b.uid) || a.uid - b.uid)
  return (
    <span className={isCompact ? 'term-pick hide-s' : 'term-pick'}>
      <Select
        aria-label={t.shell}
        value={pick.shell}
        onChange={(event) => onPick({ ...pick, shell: event.target.value })}
      >
        {choices.shells.map(({ path }) => (
          <option key={path} value={path}>
            {path}
          </option>
        ))}
      </Select>
      {isOther ? (
        <Input
          autoFocus
          aria-label={t.user}
          placeholder={t.otherUserHint}
          title={t.otherUserHint}
          value={pick.user}
          onChange={(event) => onPick({ ...pick, user: event.target.value.trim() })}
        />
      ) : (
        <Select
          aria-label={t.user}
          value={pick.user}
          onChange={(event) => {
            const { value } = event.target
            if (value === other) setOther(true)
            onPick({ ...pick, user: value === other ? '' : value })
          }}
        >
          <option value="">{t.ownUser(choices.defaultUser)}</option>
          {users.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={other}>{t.otherUser}</option>
        </Select>
      )}
    </span>
  )
}

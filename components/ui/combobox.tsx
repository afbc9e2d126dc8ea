'use client'
// One of many, found by typing: a field with a list of what matches. What it fetches is the caller's; it only shows.
import { ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { Icon } from './icon'
import { useFocusKey } from './use-focus-key'

export type ComboOption = { id: string; text: string; content: ReactNode; hint?: ReactNode }

type Props = {
  label: string
  placeholder?: string
  /** What is chosen now, as it is read. */
  chosen: string
  options: ComboOption[]
  /** Shown in place of options when none matches. */
  empty: string
  /** Told while somebody types, and '' when the list closes. */
  onSearch: (text: string) => void
  onChoose: (id: string) => void
}

export function Combobox({ label, placeholder, chosen, options, empty, onSearch, onChoose }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const isOpen = text !== null
  useFocusKey('/', input)

  const search = (next: string | null) => {
    setText(next)
    setAt(0)
    onSearch(next ?? '')
  }
  const take = (option: ComboOption | undefined) => {
    if (!option) return
    search(null)
    onChoose(option.id)
    input.current?.blur()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (!isOpen) search('')
      else if (options.length > 0) setAt((at + step + options.length) % options.length)
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      take(options[at])
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      search(null)
    }
  }
  return (
    <div className="filter combo">
      <div className="filter-box">
        <input
          ref={input}
          value={text ?? chosen}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          role="combobox"
          aria-label={label}
          aria-keyshortcuts="/"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          {...(isOpen && options[at] ? { 'aria-activedescendant': `${id}-${at}` } : {})}
          onFocus={() => search('')}
          onBlur={() => search(null)}
          onChange={(event) => search(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <Icon icon={ChevronsUpDown} small />
      <div className="menu" id={`${id}-list`} role="listbox" aria-label={label} hidden={!isOpen}>
        {options.length === 0 && <p className="menu-item dim">{empty}</p>}
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the field
          <div
            key={option.id}
            id={`${id}-${index}`}
            className="menu-item"
            role="option"
            aria-selected={index === at}
            aria-label={option.text}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(option)}
          >
            {option.content}
            {option.hint !== undefined && <span className="dim push">{option.hint}</span>}
          </div>
        ))}
      </div>
    </div>
  )
}

'use client'
// The filter as one line of text whose tokens are marked while it is typed. A bad token is underlined, ignored, and says so.
import { ListFilter, X } from 'lucide-react'
import {
  type CSSProperties,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { useLanguage, useTexts } from '@/lib/client/language'
import type { Language } from '@/lib/texts/catalogue'
import { uiTexts } from '@/lib/texts/ui'
import { IconButton } from './button'
import { Icon } from './icon'
import { useFocusKey } from './use-focus-key'
import { useThrottled } from './use-throttled'

export type FilterToken = { start: number; end: number; tone: 'is' | 'not' | 'bad' | 'text'; message?: string }
export type FilterSuggestion = { insert: string; label: string; hint?: string }

type Props = {
  value: string
  /** Into the address. */
  onChange: (value: string) => void
  /** At each key, before the address has followed; also when the address changed by itself. */
  onAsk?: (value: string) => void
  /** What is wrong with a token is said already when the server draws the page: it must know in which language. */
  tokens: (text: string, language: Language) => FilterToken[]
  suggest?: (word: string) => FilterSuggestion[]
  placeholder?: string
  label?: string
  ref?: Ref<FilterBarHandle>
}

/** Whoever sets the text from outside while what was typed is not in the address yet: by the address he would be undone. */
export type FilterBarHandle = { set: (text: string) => void }

/** Faster than this nobody types; a key that is held down comes more often. */
const keyMs = 60
/** No more is read by the server. */
const longest = 2000
/** A change of the address goes through the router and all that reads from it: where keys are heard without it, it may rest. */
const addressMs = 300

/** The word around the caret: completion replaces it. */
const wordAt = (text: string, caret: number) => {
  const start = text.lastIndexOf(' ', caret - 1) + 1
  const space = text.indexOf(' ', caret)
  return { start, end: space < 0 ? text.length : space, word: text.slice(start, caret) }
}

/** Typing must never wait for the address: the text lives here. */
function useTyped({ value: told, onChange: tell, onAsk: ask }: Props): [string, (text: string) => void] {
  const [text, setText] = useState(told)
  /** The last word on the text: what was typed before the address changed by itself is told no more. */
  const wanted = useRef(told)
  /** Told already, not yet in the address: it follows late, and must not take later keys back when it does. */
  const underWay = useRef<string[]>([])
  const latest = useRef({ tell, ask })
  useEffect(() => {
    latest.current = { tell, ask }
  })
  useEffect(() => {
    const at = underWay.current.lastIndexOf(told)
    underWay.current = at < 0 ? [] : underWay.current.slice(at + 1)
    if (at >= 0) return
    wanted.current = told
    setText(told)
    latest.current.ask?.(told)
  }, [told])
  const askSoon = useThrottled(keyMs)
  const tellSoon = useThrottled(ask ? addressMs : keyMs)
  const change = (next: string) => {
    wanted.current = next
    setText(next)
    if (ask) {
      askSoon(() => {
        if (wanted.current === next) latest.current.ask?.(next)
      })
    }
    tellSoon(() => {
      if (wanted.current !== next) return
      if (underWay.current.length > 0 || next !== told) underWay.current.push(next)
      latest.current.tell(next)
    })
  }
  return [text, change]
}

export function FilterBar(props: Props) {
  const { tokens, suggest, placeholder, label } = props
  const t = useTexts(uiTexts).filter
  const language = useLanguage()
  const id = useId()
  const [value, onChange] = useTyped(props)
  useImperativeHandle(props.ref, () => ({ set: onChange }))
  const input = useRef<HTMLInputElement>(null)
  const [shift, setShift] = useState(0)
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState(-1)
  useFocusKey('/', input)

  const parsed = tokens(value, language)
  const bad = parsed.filter((token) => token.tone === 'bad')
  const here = caret === null ? null : wordAt(value, caret)
  const offers = here && suggest ? suggest(here.word).slice(0, 8) : []
  const isOpen = offers.length > 0

  const sync = () => {
    const field = input.current
    if (!field) return
    setShift(field.scrollLeft)
    setCaret(document.activeElement === field ? field.selectionStart : null)
  }

  const take = (offer: FilterSuggestion) => {
    if (!here) return
    const next = value.slice(0, here.start) + offer.insert + value.slice(here.end)
    onChange(next)
    const at = here.start + offer.insert.length
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(at, at)
      sync()
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && isOpen) {
      event.preventDefault()
      setChosen((now) => (now + step + offers.length) % offers.length)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && offers[chosen]) {
      event.preventDefault()
      take(offers[chosen])
    } else if (event.key === 'Enter') {
      setCaret(null)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (isOpen && caret !== null) setCaret(null)
      else onChange('')
    }
  }

  return (
    <div className="filter">
      <Icon icon={ListFilter} small />
      <div className="filter-box">
        <div className="filter-under" style={{ '--shift': `${-shift}px` } as CSSProperties} aria-hidden="true">
          <Marked text={value} tokens={parsed} />
        </div>
        <input
          ref={input}
          value={value}
          placeholder={placeholder}
          maxLength={longest}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          role="combobox"
          aria-label={label ?? t.label}
          aria-keyshortcuts="/"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-describedby={bad.length > 0 ? `${id}-bad` : undefined}
          aria-invalid={bad.length > 0 ? true : undefined}
          {...(isOpen && chosen >= 0 ? { 'aria-activedescendant': `${id}-${chosen}` } : {})}
          onChange={(event) => {
            setChosen(-1)
            onChange(event.target.value)
            sync()
          }}
          onSelect={sync}
          onScroll={sync}
          onBlur={() => setCaret(null)}
          onKeyDown={onKeyDown}
        />
      </div>
      {bad.length > 0 && (
        <span className="fail small cut" id={`${id}-bad`} role="status">
          {t.ignored(bad[0]?.message ?? t.odd)}
        </span>
      )}
      {value !== '' && <IconButton icon={X} label={t.clear} onClick={() => onChange('')} />}
      <div className="menu" id={`${id}-list`} role="listbox" aria-label={t.completion} hidden={!isOpen}>
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the field
          <div
            key={offer.insert}
            id={`${id}-${index}`}
            className="menu-item"
            role="option"
            aria-selected={index === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(offer)}
          >
            <code>{offer.label}</code>
            {offer.hint && <span className="dim">{offer.hint}</span>}
          </div>
        ))}
      </div>
    </div>
  )
}

function Marked({ text, tokens }: { text: string; tokens: FilterToken[] }) {
  const parts = []
  let at = 0
  for (const token of tokens) {
    if (token.start > at) parts.push(text.slice(at, token.start))
    const className = token.tone === 'text' ? '' : `tok ${token.tone === 'is' ? '' : token.tone}`
    parts.push(
      <span key={token.start} className={className}>
        {text.slice(token.start, token.end)}
      </span>,
    )
    at = token.end
  }
  parts.push(text.slice(at))
  return <>{parts}</>
}

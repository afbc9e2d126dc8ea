'use client'
// The search: text or expression, over everything that the engines keep. Enter goes from hit to hit.
import { CaseSensitive, ChevronDown, ChevronUp, CircleSlash, Regex, Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useFocusKey } from '@/components/ui/use-focus-key'
import { useTexts } from '@/lib/client/language'
import { logTexts } from '@/lib/texts/logs'
import type { useLogAddress } from './use-log-address'

/** Long enough for a word to be typed to its end, short enough not to be waited for. */
const typingMs = 250

type Props = {
  address: ReturnType<typeof useLogAddress>[0]
  onChange: ReturnType<typeof useLogAddress>[1]
  /** How many there are, in words. */
  status: string
  hasHits: boolean
  onStep: (step: 1 | -1) => void
}

export function LogSearch({ address, onChange, status, hasHits, onStep }: Props) {
  const t = useTexts(logTexts)
  const [text, setText] = useState(address.search)
  const asked = useRef(address.search)
  const field = useRef<HTMLInputElement>(null)
  // Where a filter of containers stands above, `/` is its key.
  useFocusKey('/', field)
  useFocusKey('s', field)
  const change = useRef(onChange)
  change.current = onChange

  // The address may change by itself: the way back, or a link.
  useEffect(() => {
    if (address.search === asked.current) return
    asked.current = address.search
    setText(address.search)
  }, [address.search])
  const ask = (search: string) => {
    if (search === asked.current) return
    asked.current = search
    change.current({ search, at: '', line: '' })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once the typing pauses
  useEffect(() => {
    const timer = setTimeout(() => ask(text), typingMs)
    return () => clearTimeout(timer)
  }, [text])

  const toggle = (name: 'regex' | 'matchCase' | 'invert', icon: typeof Regex, label: string) => (
    <IconButton
      icon={icon}
      label={label}
      aria-pressed={address[name]}
      className="log-switch"
      onClick={() => onChange({ [name]: !address[name] })}
    />
  )
  return (
    <div className="filter log-search">
      <Icon icon={Search} small />
      <div className="filter-box">
        <input
          ref={field}
          value={text}
          aria-label={t.search}
          aria-keyshortcuts="s"
          placeholder={t.search}
          title={t.searchHint}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          maxLength={500}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              if (text !== asked.current) ask(text)
              else onStep(event.shiftKey ? -1 : 1)
            } else if (event.key === 'Escape') {
              setText('')
              ask('')
            }
          }}
        />
      </div>
      {address.search !== '' && (
        <>
          <span className="dim small nw cut log-status" role="status">
            {status}
          </span>
          {hasHits && (
            <>
              <IconButton icon={ChevronUp} label={t.previousHit} onClick={() => onStep(-1)} />
              <IconButton icon={ChevronDown} label={t.nextHit} onClick={() => onStep(1)} />
            </>
          )}
          <IconButton
            className="only-s"
            icon={X}
            label={t.clearSearch}
            onClick={() => {
              setText('')
              ask('')
            }}
          />
        </>
      )}
      {toggle('regex', Regex, t.regex)}
      {toggle('matchCase', CaseSensitive, t.matchCase)}
      {toggle('invert', CircleSlash, t.invert)}
    </div>
  )
}

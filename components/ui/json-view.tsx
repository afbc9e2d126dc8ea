'use client'
// A JSON document to read: keys, strings and numbers told apart, searchable by the browser, copied as a whole.
import type { ReactNode } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { CopyButton } from './copy-button'

const piece = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g

function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const match of text.matchAll(piece)) {
    const [whole, quoted, colon] = match
    parts.push(text.slice(at, match.index))
    at = match.index + whole.length
    if (quoted === undefined)
      parts.push(
        <span key={match.index} className="n">
          {whole}
        </span>,
      )
    else {
      parts.push(
        <span key={match.index} className={colon ? 'k' : 's'}>
          {quoted}
        </span>,
      )
      if (colon) parts.push(colon)
    }
  }
  parts.push(text.slice(at))
  return parts
}

export function JsonView({ value, label }: { value: unknown; label: string }) {
  const t = useTexts(uiTexts)
  const text = JSON.stringify(value, null, 2)
  return (
    <>
      <div className="toolbar">
        <span className="ink-2">{label}</span>
        <span className="push">
          <CopyButton text={text} label={t.json.copy} />
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys */}
      <pre className="code" tabIndex={0}>
        {coloured(text)}
      </pre>
    </>
  )
}

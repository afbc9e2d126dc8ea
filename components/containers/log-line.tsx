'use client'
// One line of a log: its moment, its text with terminal colours, hits of the search marked.
import { memo, type ReactNode } from 'react'
import { parseAnsi } from '@/lib/client/ansi'
import { clockTime, exactTime } from '@/lib/client/format'

/** With milliseconds: order within a second is what logs are read for. */
export function LogTime({ at }: { at: string | null }) {
  if (at === null) return <time />
  const ms = /\.(\d{1,3})/.exec(at)?.[1]?.padEnd(3, '0') ?? '000'
  return (
    <time dateTime={at} title={exactTime(at)}>
      {clockTime(at)}
      <span className="hide-s">.{ms}</span>
    </time>
  )
}

function marked(text: string, search: string): ReactNode {
  if (search === '') return text
  const parts: ReactNode[] = []
  const low = text.toLowerCase()
  let at = 0
  for (let hit = low.indexOf(search); hit >= 0; hit = low.indexOf(search, at)) {
    parts.push(text.slice(at, hit), <mark key={hit}>{text.slice(hit, hit + search.length)}</mark>)
    at = hit + search.length
  }
  parts.push(text.slice(at))
  return parts
}

/** `search` in lower case. */
export const LogText = memo(function LogText({ text, search }: { text: string; search: string }) {
  return (
    <span className="log-text">
      {parseAnsi(text).map((segment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: segments of a line never move
        <span key={index} className={segment.className}>
          {marked(segment.text, search)}
        </span>
      ))}
    </span>
  )
})

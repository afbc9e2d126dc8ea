'use client'
// The parts of one line of a log: its moment, and its text with terminal colours and hits marked, JSON made readable.
import { memo, type ReactNode } from 'react'
import { parseAnsi, stripAnsi } from '@/lib/ansi'
import { clockTime, exactTime } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { LogReading } from '@/lib/client/log-text'
import { logTexts } from '@/lib/texts/logs'

/** A line as long as a book would hold up all others. */
const longest = 8_000

/** With milliseconds: order within a second is what logs are read for. `engineAt`: what the engine's own clock said. */
export function LogTime({ at, engineAt }: { at: string | number | null; engineAt?: string | null }) {
  const t = useTexts(logTexts)
  if (at === null) return <time />
  const ms = String(new Date(at).getMilliseconds()).padStart(3, '0')
  return (
    <time
      dateTime={new Date(at).toISOString()}
      // Written when somebody points at it: a log that runs past has no time for it.
      onMouseEnter={({ currentTarget }) => {
        currentTarget.title = engineAt ? `${exactTime(at)}, ${t.engineTime(engineAt)}` : exactTime(at)
      }}
    >
      {clockTime(at)}
      <span className="hide-s">.{ms}</span>
    </time>
  )
}

/** `hits` from, to, from, to, … in the whole text; `from`: where this part of it begins. */
function marked(text: string, from: number, hits: readonly number[] | null): ReactNode {
  if (hits === null || hits.length === 0) return text
  const parts: ReactNode[] = []
  let at = 0
  for (let hit = 0; hit + 1 < hits.length; hit += 2) {
    const begin = Math.max(at, (hits[hit] ?? 0) - from)
    const end = Math.min(text.length, (hits[hit + 1] ?? 0) - from)
    if (end <= begin) continue
    parts.push(text.slice(at, begin), <mark key={begin}>{text.slice(begin, end)}</mark>)
    at = end
  }
  parts.push(text.slice(at))
  return parts
}

export const LogText = memo(function LogText({ text, hits }: { text: string; hits: readonly number[] | null }) {
  const t = useTexts(logTexts)
  const shown = text.length > longest ? text.slice(0, longest) : text
  let from = 0
  return (
    <span className="log-text">
      {parseAnsi(shown).map((segment, index) => {
        const begin = from
        from += segment.text.length
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: segments of a line never move
          <span key={index} className={segment.className}>
            {marked(segment.text, begin, hits)}
          </span>
        )
      })}
      {text.length > longest && <span className="dim">{t.longer(text.length - longest)}</span>}
    </span>
  )
})

/** Where the found words stand in one part of a JSON line that is told apart. */
function hitsIn(part: string, found: readonly string[]): number[] {
  const places: [number, number][] = []
  for (const word of found) {
    for (let at = part.indexOf(word); at >= 0; at = part.indexOf(word, at + word.length))
      places.push([at, at + word.length])
  }
  return places.sort(([one], [other]) => one - other).flat()
}

type JsonProps = { json: NonNullable<LogReading['json']>; text: string; hits: readonly number[] | null }

/** Message first, then each field. A hit that lies across parts cannot be shown in them: the line stands as written. */
export const LogJson = memo(function LogJson({ json, text, hits }: JsonProps) {
  const plain = stripAnsi(text)
  const found = (hits ?? []).flatMap((from, at) => (at % 2 === 0 ? [plain.slice(from, (hits ?? [])[at + 1])] : []))
  const isShown = (word: string) =>
    json.message.includes(word) || json.fields.some(([name, value]) => name.includes(word) || value.includes(word))
  if (plain.length > longest || !found.every(isShown)) return <LogText text={text} hits={hits} />
  return (
    <span className="log-text">
      {marked(json.message, 0, hitsIn(json.message, found))}
      {json.fields.map(([name, value]) => (
        <span key={name}>
          {' '}
          <span className="log-key">{marked(`${name}=`, 0, hitsIn(name, found))}</span>
          {marked(value, 0, hitsIn(value, found))}
        </span>
      ))}
    </span>
  )
})

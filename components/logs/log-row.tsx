'use client'
// One line of a log with all that tells it apart from its neighbours, or what happened between two lines.
import clsx from 'clsx'
import { memo } from 'react'
import { StateMark } from '@/components/ui/state'
import { stripAnsi } from '@/lib/ansi'
import { useTexts } from '@/lib/client/language'
import type { LogRow } from '@/lib/client/log-store'
import { type LogReading, readLogText } from '@/lib/client/log-text'
import type { StateKind } from '@/lib/client/state-words'
import type { LogNote, LogNoteCode } from '@/lib/contract/logs'
import { logTexts } from '@/lib/texts/logs'
import { LogOriginName } from './log-mark'
import { LogJson, LogText, LogTime } from './log-text'

export type LogLook = { hasTime: boolean; isRaw: boolean; hasOrigin: boolean; isShortName: boolean }

const readings = new WeakMap<LogRow, LogReading>()

function readingOf(row: LogRow): LogReading {
  const known = readings.get(row)
  if (known) return known
  const reading = readLogText(stripAnsi(row.text))
  readings.set(row, reading)
  return reading
}

const noteKinds: Record<LogNoteCode, StateKind> = {
  joined: 'busy',
  recreated: 'busy',
  started: 'busy',
  ended: 'idle',
  removed: 'idle',
  'host-silent': 'fail',
  'host-back': 'ok',
  unreadable: 'warn',
  slow: 'warn',
  broken: 'warn',
  'left-out': 'warn',
}

export function noteWords(note: LogNote, t: (typeof logTexts)['en']): string {
  const words = t.notes[note.code](note.name, note.exitCode)
  return note.text === '' ? `${words}.` : `${words}: ${note.text}`
}

type Props = { row: LogRow; look: LogLook; isCurrent: boolean }

export const LogRowLine = memo(function LogRowLine({ row, look, isCurrent }: Props) {
  const t = useTexts(logTexts)
  if (row.note) {
    const kind = row.note.code === 'ended' && row.note.exitCode !== 0 ? 'fail' : noteKinds[row.note.code]
    return (
      <div className={clsx('log-line', 'log-note', `say-${kind}`)}>
        {look.hasTime && <LogTime at={row.atMs} />}
        <StateMark kind={kind} />
        <span className="log-text">{noteWords(row.note, t)}</span>
      </div>
    )
  }
  const { level, json } = readingOf(row)
  const isJson = json !== null && !look.isRaw
  return (
    <div className={clsx('log-line', row.stream, level && `lv-${level}`, isCurrent && 'current')}>
      {look.hasTime && <LogTime at={row.atMs} engineAt={row.origin && row.origin.skewMs !== 0 ? row.engineAt : null} />}
      {look.hasOrigin && <LogOriginName origin={row.origin} isShort={look.isShortName} />}
      <span className="log-level">
        {(level === 'error' || level === 'warn') && <StateMark kind={level === 'error' ? 'fail' : 'warn'} />}
        {level && <span className="log-level-word">{t.levels[level]}</span>}
        {json !== null && (
          <span className="log-json" title={isJson ? stripAnsi(row.text) : undefined}>
            {'{}'}
          </span>
        )}
      </span>
      <span className="log-from" title={row.stream}>
        {row.stream === 'stderr' ? '!' : ''}
        {row.stream === 'stderr' && <span className="sr">{t.errorOutput}: </span>}
      </span>
      {isJson ? <LogJson json={json} text={row.text} hits={row.hits} /> : <LogText text={row.text} hits={row.hits} />}
    </div>
  )
})

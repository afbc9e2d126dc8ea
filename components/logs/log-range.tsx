'use client'
// Which time and how many lines. Ready-made ranges stay relative in a link; two moments do not.
import { useState } from 'react'
import { Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { logTexts } from '@/lib/texts/logs'
import { tails, type useLogAddress } from './use-log-address'

type Texts = (typeof logTexts)['en']

const ready = { '': 'all', start: 'start', '15m': 'm15', '1h': 'h1', '6h': 'h6', '24h': 'd1', '7d': 'd7' } as const
const isReady = (since: string): since is keyof typeof ready => Object.hasOwn(ready, since)

/** Between an ISO time and what the browser's own field takes, in the person's zone. */
function toField(instant: string): string {
  if (instant === '') return ''
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
const fromField = (text: string): string => (text === '' ? '' : new Date(text).toISOString())

type Props = {
  address: ReturnType<typeof useLogAddress>[0]
  onChange: ReturnType<typeof useLogAddress>[1]
  hasStart: boolean
}

export function LogRange({ address, onChange, hasStart }: Props) {
  const t: Texts = useTexts(logTexts)
  const { since, until } = address
  const isOwn = until !== '' || !isReady(since)
  const [isAsking, setAsking] = useState(isOwn)
  const moment = (label: string, name: 'since' | 'until', value: string) => (
    <input
      type="datetime-local"
      step="1"
      className="input log-moment"
      aria-label={label}
      title={label}
      value={toField(value)}
      onChange={(event) => onChange({ [name]: fromField(event.target.value) })}
    />
  )
  return (
    <>
      <Select
        aria-label={t.from}
        className="log-range"
        value={isAsking || isOwn ? 'custom' : since}
        onChange={(event) => {
          const { value } = event.target
          setAsking(value === 'custom')
          onChange(
            value === 'custom'
              ? { since: new Date(Date.now() - 3_600_000).toISOString(), until: '' }
              : { since: value, until: '' },
          )
        }}
      >
        {Object.entries(ready)
          .filter(([value]) => hasStart || value !== 'start')
          .map(([value, name]) => (
            <option key={value} value={value}>
              {t.ranges[name]}
            </option>
          ))}
        <option value="custom">{t.ranges.custom}</option>
      </Select>
      {(isAsking || isOwn) && (
        <>
          {moment(t.since, 'since', isReady(since) ? '' : since)}
          {moment(t.until, 'until', until)}
        </>
      )}
      <Select
        aria-label={t.howMany}
        className="log-tail"
        value={address.lines}
        onChange={(event) => onChange({ lines: event.target.value })}
      >
        {tails.map((lines) => (
          <option key={lines} value={lines}>
            {t.howManyLines(lines)}
          </option>
        ))}
      </Select>
    </>
  )
}

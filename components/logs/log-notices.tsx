'use client'
// What must be known to read the log right: containers left out, clocks that differ, lines let go, a log that broke off.
import type { ReactNode } from 'react'
import { StateMark } from '@/components/ui/state'
import { elapsed, sentence } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { keptRows, type LogSnapshot } from '@/lib/client/log-store'
import { errorSaid } from '@/lib/client/said'
import type { StateKind } from '@/lib/client/state-words'
import { logTexts } from '@/lib/texts/logs'

const Notice = ({ kind, children }: { kind: StateKind; children: ReactNode }) => (
  <p className="log-notice" role="status">
    <StateMark kind={kind} />
    <span>{children}</span>
  </p>
)

export function LogNotices({ log, isRefused }: { log: LogSnapshot; isRefused: boolean }) {
  const t = useTexts(logTexts)
  const { total, read, dropped, error, origins, rows } = log
  const skewed = new Map(origins.filter(({ skewMs }) => skewMs !== 0).map((origin) => [origin.hostName, origin.skewMs]))
  const why = errorSaid(error)
  return (
    <>
      {total > read && read > 0 && <Notice kind="warn">{t.tooMany(read, total)}</Notice>}
      {[...skewed].map(([host, skewMs]) => (
        <Notice key={host} kind="warn">
          {t.skew(host, elapsed(Math.abs(skewMs)), skewMs > 0)}
        </Notice>
      ))}
      {dropped > 0 && <Notice kind="idle">{t.dropped(dropped, keptRows)}</Notice>}
      {error !== null && rows.length > 0 && (
        <Notice kind={isRefused ? 'fail' : 'warn'}>{isRefused ? sentence(why) : t.broke(sentence(why))}</Notice>
      )}
    </>
  )
}

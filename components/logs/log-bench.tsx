'use client'
// A log to work with, of one container or of many: followed until one reads back, searched over all that is kept, shown
// among its neighbours, kept as a file. Wherever the console shows a log it is this one.
import { ArrowLeft, Download, ListTree, SlidersHorizontal } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/field'
import { apiUrl, isApiError } from '@/lib/client/api'
import { clockTime } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { LogRow } from '@/lib/client/log-store'
import { sinceInstant, useMergedLogs } from '@/lib/client/use-merged-logs'
import { logTexts } from '@/lib/texts/logs'
import { FollowButton } from './follow-button'
import { LogLegend } from './log-legend'
import { LogNotices } from './log-notices'
import { LogPane, type LogPaneHandle } from './log-pane'
import { LogRange } from './log-range'
import { LogSearch } from './log-search'
import { logRequest, useLogAddress } from './use-log-address'

type Props = {
  /** Which containers, in the filter language. */
  q: string
  /** The one container that this is about: its name needs no repeating at each line. */
  single?: { startedAt: string | null }
  /** What stands before the search: a choice of services. */
  children?: ReactNode
}

const isHit = (row: LogRow | undefined) => row !== undefined && row.hits !== null && row.note === null

export function LogBench({ q, single, children }: Props) {
  const t = useTexts(logTexts)
  const router = useRouter()
  const [address, change] = useLogAddress()
  const [isHeld, setHeld] = useState(false)
  const [looks, setLooks] = useState<ReadonlySet<string>>(new Set(['time', 'wrap']))
  const [hasOptions, setOptions] = useState(false)
  const [current, setCurrent] = useState<number | null>(null)
  const pane = useRef<LogPaneHandle>(null)
  const request = logRequest(q, address, single?.startedAt ?? null)
  const log = useMergedLogs(request, isHeld)
  const { rows, version, phase, origins, total } = log
  const isContext = address.around !== ''
  const isSearch = address.search !== '' && !isContext

  // Each question begins anew: rows of another answer bear the same numbers, and its newest is what one wants to see.
  const asking = JSON.stringify(request)
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    setCurrent(null)
    setHeld(false)
  }, [asking])
  // The line that a link is about stands in the middle.
  const wanted = useRef('')
  useEffect(() => {
    if (!isContext || phase !== 'complete' || wanted.current === address.line) return
    wanted.current = address.line
    const at = rows.findIndex((row) => row.engineAt === address.line && row.note === null)
    if (at < 0) return
    setCurrent(rows[at]?.id ?? null)
    pane.current?.show(at)
  }, [isContext, phase, address.line, rows])
  useEffect(() => {
    if (!isContext) wanted.current = ''
  }, [isContext])

  const hitCount = useMemo(
    () => (isSearch && version >= 0 ? rows.reduce((sum, row) => (isHit(row) ? sum + 1 : sum), 0) : 0),
    [isSearch, rows, version],
  )
  const currentAt = current === null ? -1 : rows.findIndex((row) => row.id === current)
  const step = (by: 1 | -1) => {
    const count = rows.length
    let at = currentAt < 0 ? (by === 1 ? -1 : count) : currentAt
    for (let tried = 0; tried < count; tried += 1) {
      at = (at + by + count) % count
      if (!isHit(rows[at])) continue
      setCurrent(rows[at]?.id ?? null)
      setHeld(true)
      pane.current?.show(at)
      return
    }
  }
  const showContext = () => {
    const row = rows[currentAt]
    if (!row?.origin || row.atMs === null) return
    const link = new URLSearchParams({ q: `id:${row.origin.containerId}`, at: new Date(row.atMs).toISOString() })
    link.set('line', row.engineAt ?? '')
    for (const name of ['search', 're', 'case', 'not']) {
      const value = new URLSearchParams(window.location.search).get(name)
      if (value && name !== 'not') link.set(name, value)
    }
    router.push(`/logs?${link}`)
  }
  const leave = () => (window.history.length > 1 ? router.back() : change({ at: '', line: '' }))
  const toggle = (what: string) => {
    const next = new Set(looks)
    if (!next.delete(what)) next.add(what)
    setLooks(next)
  }

  const isRefused = isApiError(log.error) && log.error.status >= 400 && log.error.status < 500
  const isManyStacks = new Set(origins.map(({ stack }) => stack)).size > 1
  const { q: _q, tail: _tail, around: _around, ...asked } = request
  const file = apiUrl('/logs', {
    ...asked,
    since: sinceInstant(request.since, Date.now()),
    q,
    mark: false,
    format: 'text',
  })
  const status = () => {
    if (isRefused) return ''
    if (phase === 'reading') return t.searching(log.looked)
    const hits = address.mark ? t.hits(hitCount) : t.hitsOf(Math.max(log.found, hitCount), log.looked)
    const newest = !address.mark && log.found > rows.length ? `, ${t.newestHits(rows.length)}` : ''
    return `${hits}${newest}`
  }
  const empty = () => {
    if (phase === 'reading') return t.reading
    if (isSearch) return t.noHit
    return phase === 'complete' ? t.nothing : t.silence
  }

  return (
    <>
      <div className="toolbar log-bar">
        {children}
        {isContext ? (
          <>
            <Button icon={ArrowLeft} onClick={leave}>
              {t.back}
            </Button>
            <b className="nw">{t.around(clockTime(address.around))}</b>
            <Button className="push" onClick={() => change({ at: '', line: '', search: '' })}>
              {t.followNow}
            </Button>
          </>
        ) : (
          <LogSearch address={address} onChange={change} status={status()} hasHits={hitCount > 0} onStep={step} />
        )}
        <Button
          className="only-s"
          icon={SlidersHorizontal}
          aria-label={t.options}
          aria-expanded={hasOptions}
          onClick={() => setOptions(!hasOptions)}
        />
        <span className={hasOptions ? 'log-options open' : 'log-options'}>
          {isSearch && (
            <>
              <Segmented
                label={t.lines}
                value={address.mark ? 'all' : 'hits'}
                onChange={(value) => change({ mark: value === 'all' })}
                options={[
                  { value: 'hits', label: t.onlyHits },
                  { value: 'all', label: t.allLines },
                ]}
              />
              <Button
                icon={ListTree}
                title={t.contextOf}
                disabledReason={currentAt < 0 ? t.contextFirst : undefined}
                onClick={showContext}
              >
                {t.context}
              </Button>
            </>
          )}
          {!isContext && <LogRange address={address} onChange={change} hasStart={Boolean(single?.startedAt)} />}
          <span className="seg">
            {(['time', 'wrap', 'raw'] as const).map((what) => (
              <button
                key={what}
                type="button"
                aria-pressed={looks.has(what)}
                title={what === 'raw' ? t.rawHint : undefined}
                onClick={() => toggle(what)}
              >
                {t[what]}
              </button>
            ))}
          </span>
          <a className="btn sq" href={file} download aria-label={t.download} title={t.download}>
            <Download className="i" strokeWidth={1.75} aria-hidden />
          </a>
        </span>
        {!isContext && <FollowButton phase={phase} isHeld={isHeld} waiting={log.waiting} onHold={setHeld} />}
      </div>
      <LogNotices log={log} isRefused={isRefused} />
      {!single && origins.length > 0 && <LogLegend origins={origins} />}
      {log.error !== null && rows.length === 0 ? (
        <ErrorPanel title={t.failed} error={log.error} onRetry={log.reread} />
      ) : total === 0 && rows.length === 0 && phase !== 'reading' && !single ? (
        <Empty title={t.none}>{t.noneLead}</Empty>
      ) : (
        <LogPane
          ref={pane}
          log={log}
          hasTime={looks.has('time')}
          isWrapped={looks.has('wrap')}
          isRaw={looks.has('raw')}
          hasOrigin={!single}
          isShortName={!isManyStacks}
          current={current}
          isFollowing={!isHeld && !isContext && phase !== 'broken'}
          onHold={setHeld}
          empty={empty()}
        />
      )}
    </>
  )
}

'use client'
// The log: followed until one reads back, searched where it stands, with or without time and wrapping, kept as a file.
import { ChevronDown, ChevronUp, Download, Pause, Play, Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Segmented, Select } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { StateMark } from '@/components/ui/state'
import { toast } from '@/components/ui/toast'
import { useFocusKey } from '@/components/ui/use-focus-key'
import { stripAnsi } from '@/lib/client/ansi'
import { count } from '@/lib/client/format'
import { useLogs } from '@/lib/client/use-logs'
import type { Container } from '@/lib/contract/containers'
import { downloadLog } from './download-log'
import { LogPane, type LogPaneHandle } from './log-pane'
import { NotReadable } from './not-readable'

const tails = [200, 1000, 10_000, 100_000]
type Span = 'all' | 'start' | 'hour'
const hourMs = 3_600_000

export function ContainerLogs({ container }: { container: Container }) {
  const [tail, setTail] = useState(1000)
  const [span, setSpan] = useState<Span>('all')
  const [openedAt] = useState(() => Date.now())
  const since =
    span === 'hour'
      ? new Date(openedAt - hourMs).toISOString()
      : span === 'start'
        ? (container.startedAt ?? undefined)
        : undefined
  const [isHeld, setHeld] = useState(false)
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set(['time', 'wrap']))
  const [text, setText] = useState('')
  const search = text.toLowerCase()
  const [hit, setHit] = useState(-1)
  const log = useLogs(container.id, tail, since, isHeld)
  const pane = useRef<LogPaneHandle>(null)
  const field = useRef<HTMLInputElement>(null)
  useFocusKey('/', field)

  const { reread, phase } = log
  // A container that was started again goes on writing into the log that had ended.
  const startedAt = useRef(container.startedAt)
  useEffect(() => {
    if (startedAt.current === container.startedAt) return
    startedAt.current = container.startedAt
    if (phase === 'ended') reread()
  }, [container.startedAt, phase, reread])

  const hits = useMemo(
    () =>
      search === ''
        ? []
        : log.lines.flatMap((line, index) => (stripAnsi(line.text).toLowerCase().includes(search) ? [index] : [])),
    [log.lines, search],
  )
  const goTo = (step: 1 | -1) => {
    if (hits.length === 0) return
    const next = hit < 0 ? (step === 1 ? 0 : hits.length - 1) : (hit + step + hits.length) % hits.length
    setHit(next)
    setHeld(true)
    pane.current?.show(hits[next] ?? 0)
  }
  const toggle = (what: string) => {
    const next = new Set(shown)
    if (!next.delete(what)) next.add(what)
    setShown(next)
  }

  if (log.error && log.lines.length === 0) {
    if (!container.known) return <NotReadable container={container} part="log" />
    return <ErrorPanel title="The log could not be read" error={log.error} onRetry={reread} />
  }
  return (
    <>
      <div className="toolbar">
        <div className="filter">
          <Icon icon={Search} small />
          <div className="filter-box">
            <input
              ref={field}
              value={text}
              aria-label="Search in this log"
              aria-keyshortcuts="/"
              placeholder="Search in this log"
              spellCheck={false}
              onChange={(event) => {
                setText(event.target.value)
                setHit(-1)
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') goTo(event.shiftKey ? -1 : 1)
                else if (event.key === 'Escape') setText('')
              }}
            />
          </div>
          {search !== '' && (
            <>
              <span className="dim small nw" role="status">
                {hit >= 0 ? `${hit + 1} of ` : ''}
                {count(hits.length, 'hit')}
              </span>
              <IconButton icon={ChevronUp} label="Previous hit" onClick={() => goTo(-1)} />
              <IconButton icon={ChevronDown} label="Next hit" onClick={() => goTo(1)} />
            </>
          )}
        </div>
        <span className="hide-s">
          <Segmented<Span>
            label="From when"
            value={span}
            onChange={setSpan}
            options={[
              { value: 'all', label: 'Newest' },
              { value: 'start', label: 'Since start' },
              { value: 'hour', label: '1 h' },
            ]}
          />
        </span>
        <span className="hide-s">
          <Select
            aria-label="How many lines"
            className="!w-28"
            value={tail}
            onChange={(event) => setTail(Number(event.target.value))}
          >
            {tails.map((lines) => (
              <option key={lines} value={lines}>
                {lines.toLocaleString('en')} lines
              </option>
            ))}
          </Select>
        </span>
        <span className="seg">
          {['time', 'wrap'].map((what) => (
            <button key={what} type="button" aria-pressed={shown.has(what)} onClick={() => toggle(what)}>
              {what === 'time' ? 'Time' : 'Wrap'}
            </button>
          ))}
        </span>
        <Button
          icon={Download}
          aria-label="Download the whole log"
          title="Download the whole log"
          onClick={() => {
            downloadLog(container).catch((error: Error) =>
              toast({ kind: 'fail', text: `The log could not be kept: ${error.message}` }),
            )
          }}
        />
        <FollowButton phase={phase} isHeld={isHeld} waiting={log.waiting} onHold={setHeld} />
      </div>
      {log.error !== null && (
        <p className="banner banner-warn" role="status">
          <StateMark kind="warn" />
          <span>
            The log broke off: {log.error instanceof Error ? log.error.message : String(log.error)}. Lotse takes it up
            again.
          </span>
        </p>
      )}
      <LogPane
        ref={pane}
        lines={log.lines}
        hasTime={shown.has('time')}
        isWrapped={shown.has('wrap')}
        search={search}
        current={hits[hit] ?? null}
        isFollowing={!isHeld && phase !== 'ended'}
        onHold={setHeld}
        empty={
          phase === 'reading'
            ? 'Reading the log'
            : phase === 'ended'
              ? 'It has said nothing.'
              : 'Nothing yet; new lines appear here.'
        }
      />
    </>
  )
}

type FollowProps = { phase: string; isHeld: boolean; waiting: number; onHold: (isHeld: boolean) => void }

function FollowButton({ phase, isHeld, waiting, onHold }: FollowProps) {
  if (phase === 'ended') {
    return (
      <Button icon={Pause} disabledReason="the container has ended: nothing more will come">
        Ended
      </Button>
    )
  }
  return (
    <Button
      icon={isHeld ? Play : Pause}
      look={isHeld && waiting > 0 ? 'primary' : 'default'}
      onClick={() => onHold(!isHeld)}
    >
      {isHeld ? (waiting > 0 ? `Follow, ${waiting} new` : 'Follow') : 'Pause'}
    </Button>
  )
}

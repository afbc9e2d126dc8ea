'use client'
// One terminal: its screen, and below it why it does not answer when it does not.
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { StateMark } from '@/components/ui/state'
import { textsNow, useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import type { OpenTerminal } from '@/lib/client/open-terminals'
import { said } from '@/lib/client/said'
import { connectTerminal, type TerminalConnection, type TerminalState } from '@/lib/client/terminal-connection'
import { openTerminalSocket } from '@/lib/client/terminal-door'
import type { Container } from '@/lib/contract/containers'
import { terminalTexts } from '@/lib/texts/terminal'
import type { Screen } from './open-screen'

export type TerminalPaneHandle = { text: () => string; focus: () => void; close: () => void }
type Opened = { terminal: string; epoch: string }

type Props = {
  ref: Ref<TerminalPaneHandle>
  container: Container
  tab: OpenTerminal
  isShown: boolean
  onState: (state: TerminalState) => void
  onOpened: (opened: Opened) => void
  onAgain: () => void
  onLeave: () => void
}

export function TerminalPane({ ref, container, tab, isShown, onState, onOpened, onAgain, onLeave }: Props) {
  const t = useTexts(terminalTexts)
  const [state, setState] = useState<TerminalState>({ phase: 'connecting' })
  const element = useRef<HTMLDivElement>(null)
  const screen = useRef<Screen>(null)
  const connection = useRef<TerminalConnection>(null)
  const told = useRef({ onState, onOpened, onLeave })
  told.current = { onState, onOpened, onLeave }
  useImperativeHandle(ref, () => ({
    text: () => screen.current?.text() ?? '',
    focus: () => screen.current?.focus(),
    close: () => connection.current?.close(),
  }))

  const { id } = container
  const first = useRef(tab)
  useEffect(() => {
    let isGone = false
    const { terminal, epoch, shell, user } = first.current
    const target = terminal && epoch ? { terminal, epoch } : { container: id, shell, user }
    const begin = async () => {
      const { loadFont, openScreen } = await loadPart(() => import('./open-screen'))
      await loadFont()
      if (isGone || element.current === null) return
      const opened = openScreen(element.current, {
        label: textsNow(terminalTexts).screen(id.slice(0, 12)),
        onInput: (bytes) => connection.current?.send(bytes),
        onResize: (size) => connection.current?.resize(size),
        onLeave: () => told.current.onLeave(),
      })
      screen.current = opened
      connection.current = connectTerminal(target, {
        screen: {
          write: (bytes, done) => opened.write(bytes, done),
          skip: (bytes) => opened.write(`\r\n\x1b[2m${textsNow(terminalTexts).skipped(bytes)}\x1b[22m\r\n`),
          size: opened.size,
        },
        onState: (next) => {
          setState(next)
          told.current.onState(next)
        },
        onOpened: (next) => {
          first.current = { ...first.current, ...next }
          told.current.onOpened({ terminal: next.terminal, epoch: next.epoch })
        },
        openSocket: openTerminalSocket,
      })
    }
    void begin()
    const connectNow = () => connection.current?.connect()
    window.addEventListener('online', connectNow)
    return () => {
      isGone = true
      window.removeEventListener('online', connectNow)
      connection.current?.leave()
      connection.current = null
      screen.current?.dispose()
      screen.current = null
    }
  }, [id])
  useEffect(() => {
    if (isShown && state.phase === 'open') screen.current?.focus()
  }, [isShown, state.phase])

  return (
    <div className="term-pane" hidden={!isShown}>
      <div ref={element} className="term" />
      <TerminalNotice
        state={state}
        onAgain={onAgain}
        onConnect={() => connection.current?.connect()}
        againOff={container.state === 'running' ? undefined : t.startFirst}
      />
    </div>
  )
}

type NoticeProps = { state: TerminalState; onAgain: () => void; onConnect: () => void; againOff: string | undefined }

function TerminalNotice({ state, onAgain, onConnect, againOff }: NoticeProps) {
  const t = useTexts(terminalTexts)
  if (state.phase === 'open') {
    return state.isPlain ? <p className="term-notice is-quiet">{t.plain}</p> : null
  }
  if (state.phase === 'connecting') {
    return (
      <p className="term-notice" role="status">
        <StateMark kind="busy" /> {t.opening}
      </p>
    )
  }
  const isWaiting = state.phase === 'lost' || state.phase === 'moved'
  const isCalm = state.phase === 'ended' && (state.reason === 'exited' || state.reason === 'closed')
  return (
    <div className={isCalm ? 'term-notice' : isWaiting ? 'term-notice is-warn' : 'term-notice is-fail'} role="status">
      <p>
        <StateMark kind={isCalm ? 'idle' : isWaiting ? 'warn' : 'fail'} /> <b>{noticeWords(state, t)}</b>{' '}
        {state.phase === 'refused' ? state.fix && said(state.fix) : isWaiting ? '' : t.kept}
      </p>
      {isWaiting ? (
        <Button onClick={onConnect}>{state.phase === 'moved' ? t.back : t.connectNow}</Button>
      ) : (
        <Button look="primary" onClick={onAgain} disabledReason={againOff}>
          {t.again}
        </Button>
      )}
    </div>
  )
}

function noticeWords(state: TerminalState, t: (typeof terminalTexts)['en']): string {
  switch (state.phase) {
    case 'ended':
      return state.reason === 'exited' ? t.exited(state.exitCode) : t.ended[state.reason]
    case 'gone':
      return state.isRestarted ? t.restarted : t.gone
    case 'refused':
      return t.refused(said(state.message))
    case 'moved':
      return t.moved
    case 'lost':
      return state.wasOpen ? t.lost : t.noSocket
    default:
      return t.opening
  }
}

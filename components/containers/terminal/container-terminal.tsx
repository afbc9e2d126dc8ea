'use client'
// The terminals of one container: which shell as which user, several beside each other, each in a tab that outlives a reload.
import { Copy, Maximize2, Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { copyText } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { StateMark } from '@/components/ui/state'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import {
  keepTerminals,
  nameTerminal,
  type OpenTerminals,
  readTerminals,
  renewTerminal,
  withoutTerminal,
  withTerminal,
} from '@/lib/client/open-terminals'
import { errorSaid } from '@/lib/client/said'
import { containerWords, type StateKind } from '@/lib/client/state-words'
import type { TerminalState } from '@/lib/client/terminal-connection'
import { actOnAll } from '@/lib/client/use-containers'
import { useActBlocked } from '@/lib/client/use-live'
import { useShells } from '@/lib/client/use-shells'
import type { Container } from '@/lib/contract/containers'
import type { ShellChoices } from '@/lib/contract/terminals'
import { terminalTexts } from '@/lib/texts/terminal'
import { type ShellPick, ShellPicker } from './shell-picker'
import { TerminalPane, type TerminalPaneHandle } from './terminal-pane'

const markOf: Record<TerminalState['phase'], StateKind> = {
  connecting: 'busy',
  open: 'ok',
  lost: 'warn',
  moved: 'pause',
  ended: 'idle',
  gone: 'fail',
  refused: 'fail',
}

export function ContainerTerminal({ container }: { container: Container }) {
  const t = useTexts(terminalTexts)
  const [open, setOpen] = useState<OpenTerminals>(() => readTerminals(container.id))
  useEffect(() => keepTerminals(container.id, open), [container.id, open])
  const shells = useShells(container.id, container.known && container.state === 'running')
  const [pick, setPick] = useState<ShellPick | null>(null)
  const latest = open.tabs.at(-1)
  const chosen = pick ?? {
    shell: latest?.shell ?? shells.data?.shells[0]?.path ?? '',
    user: latest?.user ?? '',
  }
  const [states, setStates] = useState<Record<string, TerminalState['phase']>>({})
  const panes = useRef(new Map<string, TerminalPaneHandle>())
  const box = useRef<HTMLDivElement>(null)
  const plus = useRef<HTMLButtonElement>(null)
  const blocked = useActBlocked()
  const current = open.current === null ? undefined : panes.current.get(open.current)

  if (open.tabs.length === 0) {
    return <FirstTerminal container={container} shells={shells} pick={chosen} onPick={setPick} onOpen={openOne} />
  }
  function openOne() {
    setOpen((now) => withTerminal(now, chosen.shell, chosen.user))
  }
  return (
    <div className="term-box" ref={box}>
      <div className="toolbar">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout */}
        <span className="seg term-tabs" role="group" aria-label={t.terminals}>
          {open.tabs.map((tab, index) => {
            const name = t.tab(index + 1, tab.shell.split('/').at(-1) ?? tab.shell, tab.user)
            return (
              <span key={tab.key} className="term-tab">
                <button
                  type="button"
                  aria-pressed={tab.key === open.current}
                  onClick={() => setOpen((now) => ({ ...now, current: tab.key }))}
                >
                  <StateMark kind={markOf[states[tab.key] ?? 'connecting']} /> {name}
                </button>
                <IconButton
                  icon={X}
                  label={t.closeTab(name)}
                  onClick={() => {
                    panes.current.get(tab.key)?.close()
                    setOpen((now) => withoutTerminal(now, tab.key))
                  }}
                />
              </span>
            )
          })}
          <button ref={plus} type="button" aria-label={t.newTerminal} title={t.newTerminal} onClick={openOne}>
            <Plus className="i i-s" strokeWidth={1.75} aria-hidden />
          </button>
        </span>
        <span className="push dim small hide-s">{t.leaveHint}</span>
        <ShellPicker choices={shells.data} pick={chosen} onPick={setPick} isCompact />
        <Button
          icon={Copy}
          aria-label={t.copy}
          title={t.copy}
          onClick={() => void copyText(current?.text() ?? '').then(() => toast({ kind: 'ok', text: t.copied }))}
        />
        <Button
          icon={Maximize2}
          aria-label={t.full}
          title={t.full}
          onClick={() => {
            if (document.fullscreenElement) void document.exitFullscreen()
            else void box.current?.requestFullscreen().then(() => current?.focus())
          }}
        />
      </div>
      {open.tabs.map((tab) => (
        <TerminalPane
          key={tab.key}
          ref={(handle) => {
            if (handle === null) panes.current.delete(tab.key)
            else panes.current.set(tab.key, handle)
          }}
          container={container}
          tab={tab}
          isShown={tab.key === open.current}
          onState={({ phase }) => setStates((now) => ({ ...now, [tab.key]: phase }))}
          onOpened={(opened) => setOpen((now) => nameTerminal(now, tab.key, opened))}
          onAgain={() => !blocked && setOpen((now) => renewTerminal(now, tab.key))}
          onLeave={() => plus.current?.focus()}
        />
      ))}
    </div>
  )
}

type FirstProps = {
  container: Container
  shells: ReturnType<typeof useShells>
  pick: ShellPick
  onPick: (pick: ShellPick) => void
  onOpen: () => void
}

function FirstTerminal({ container, shells, pick, onPick, onOpen }: FirstProps) {
  const t = useTexts(terminalTexts)
  const blocked = useActBlocked()
  const title = containerTitle(container)
  if (!container.known) return <Empty title={t.silent}>{t.silentText(container.hostName)}</Empty>
  if (container.state !== 'running') {
    const start = () =>
      actOnAll([container], 'start', {}, ({ error }) => {
        if (error) toast({ kind: 'fail', text: t.startFailed(errorSaid(error)) })
      })
    return (
      <Empty
        title={t.notRunning(title, containerWords(container, Date.now()).words)}
        actions={
          ['created', 'exited'].includes(container.state) && (
            <Button look="primary" disabledReason={blocked} onClick={() => void start()}>
              {t.start}
            </Button>
          )
        }
      >
        {t.notRunningText}
      </Empty>
    )
  }
  if (shells.error) {
    return <ErrorPanel title={t.lookFailed} error={shells.error} onRetry={() => void shells.refetch()} />
  }
  if (shells.data === undefined) return <Loading what={t.looking} />
  if (shells.data.shells.length === 0) return <Empty title={t.noShell}>{t.noShellText}</Empty>
  return (
    <Empty
      title={t.invite}
      actions={
        <>
          <ShellPicker choices={shells.data satisfies ShellChoices} pick={pick} onPick={onPick} />
          <Button look="primary" disabledReason={blocked} onClick={onOpen}>
            {t.open}
          </Button>
        </>
      }
    >
      {t.inviteText(title)}
    </Empty>
  )
}

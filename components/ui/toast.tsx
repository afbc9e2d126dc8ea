'use client'
// Toasts: only for what you just did yourself. They wait while under the pointer or focused; Activity is the record.
import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTexts } from '@/lib/client/language'
import type { StateKind } from '@/lib/client/state-words'
import { uiTexts } from '@/lib/texts/ui'
import { Button, IconButton } from './button'
import { StateMark } from './state'

export type Toast = { kind: StateKind; text: string; action?: { label: string; onClick: () => void } }
type Shown = Toast & { id: number }

const shownMs = 8000
const most = 3
let shown: Shown[] = []
let nextId = 1
const listeners = new Set<() => void>()

const change = (next: Shown[]) => {
  shown = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const none: Shown[] = []

export function toast(entry: Toast): void {
  change([...shown, { ...entry, id: nextId++ }].slice(-most))
}

const close = (id: number) => change(shown.filter((entry) => entry.id !== id))

function ToastLine({ entry }: { entry: Shown }) {
  const t = useTexts(uiTexts)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => close(entry.id), shownMs)
    return () => clearTimeout(timer)
  }, [held, entry.id])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds it, every act has its own control
    <div
      className="toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <StateMark kind={entry.kind} />
      <span>{entry.text}</span>
      <span className="push" />
      {entry.action && (
        <Button
          size="small"
          look="ghost"
          onClick={() => {
            close(entry.id)
            entry.action?.onClick()
          }}
        >
          {entry.action.label}
        </Button>
      )}
      <IconButton icon={X} label={t.close} onClick={() => close(entry.id)} />
    </div>
  )
}

export function Toasts() {
  const entries = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {entries.map((entry) => (
        <ToastLine key={entry.id} entry={entry} />
      ))}
    </div>
  )
}

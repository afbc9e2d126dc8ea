'use client'
// Asks before a destructive act: lists what it covers and what it leaves out, and wants a word typed when much is at stake.
import { type ReactNode, useState } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button } from './button'
import { Dialog } from './dialog'
import { InlineError } from './error-panel'
import { Field, Input } from './field'
import { Filled } from './filled'

export type ScopeItem = { id: string; content: ReactNode; remark?: ReactNode; leftOut?: boolean }

const listed = 12
const typedFrom = 6

type Props = {
  title: string
  /** One sentence: what happens and what stays. */
  children?: ReactNode
  /** What it does in full, as wide as the dialog. */
  details?: ReactNode
  items?: ScopeItem[]
  confirmLabel: string
  danger?: boolean
  /** Typed before the act when more than five things are covered; null: never asked. */
  confirmWord?: string | null
  busy?: boolean
  disabledReason?: string | undefined
  error?: unknown
  onConfirm: () => void
  onClose: () => void
}

export function ScopeList({ items }: { items: ScopeItem[] }) {
  const t = useTexts(uiTexts)
  const hidden = items.length - listed
  return (
    <ul className="scope">
      {items.slice(0, hidden > 0 ? listed - 1 : listed).map((item) => (
        <li key={item.id} className={item.leftOut ? 'dim' : ''}>
          {item.content}
          {item.remark !== undefined && <span className="push dim">{item.remark}</span>}
        </li>
      ))}
      {hidden > 0 && <li className="dim">{t.more(hidden + 1)}</li>}
    </ul>
  )
}

export function ConfirmDialog(props: Props) {
  const t = useTexts(uiTexts)
  const { title, children, items = [], confirmLabel, danger = true, busy, error, onConfirm, onClose } = props
  const covered = items.filter((item) => !item.leftOut).length
  const word = props.confirmWord === undefined ? t.confirm.word : props.confirmWord
  const mustType = word !== null && (props.confirmWord !== undefined || covered >= typedFrom)
  const [typed, setTyped] = useState('')
  const unready = props.disabledReason ?? (mustType && typed.trim() !== word ? t.confirm.typeFirst(word) : undefined)
  return (
    <Dialog
      title={title}
      broad={props.details !== undefined}
      onClose={onClose}
      onSubmit={() => {
        if (!unready && !busy) onConfirm()
      }}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button look={danger ? 'dangerFill' : 'primary'} type="submit" busy={busy ?? false} disabledReason={unready}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children !== undefined && <div className="ink-2 prose">{children}</div>}
      {items.length > 0 && <ScopeList items={items} />}
      {props.details}
      {mustType && (
        <Field label={<Filled text={t.confirm.type} parts={{ word: <b>{word}</b> }} />}>
          {(control) => (
            <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoFocus />
          )}
        </Field>
      )}
      <InlineError error={error} />
    </Dialog>
  )
}

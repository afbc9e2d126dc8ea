'use client'
// Which columns the list shows, and views that are saved by name.
import { Bookmark, Columns3 } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { Field, Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { useTexts } from '@/lib/client/language'
import { mostViews } from '@/lib/contract/limits'
import type { SavedView } from '@/lib/contract/preferences'
import { containerTexts } from '@/lib/texts/containers'
import { allColumns, sameSettings, toggledColumn, usualColumns, type ViewSettings, withView } from './saved-views'

type ColumnsProps = {
  /** Those that are shown; null: the usual ones. */
  columns: string[] | null
  labelOf: (id: string) => string
  onChange: (columns: string[] | null) => void
}

export function ColumnsMenu({ columns, labelOf, onChange }: ColumnsProps) {
  const t = useTexts(containerTexts).saved
  const shown = new Set(columns ?? usualColumns)
  const items: MenuItem[] = [
    ...allColumns.map((id) => ({
      id,
      label: labelOf(id),
      isChecked: shown.has(id),
      onSelect: () => onChange(toggledColumn(columns, id)),
    })),
    { id: 'rule', rule: true },
    {
      id: 'usual',
      label: t.usualColumns,
      disabledReason: columns === null ? t.isUsual : undefined,
      onSelect: () => onChange(null),
    },
  ]
  return (
    <Menu items={items} button={{ className: 'btn sq hide-s', label: t.columns, content: <Icon icon={Columns3} /> }} />
  )
}

type ViewsProps = {
  views: SavedView[]
  settings: ViewSettings
  /** It is one of those that are always there. */
  isBuiltIn: boolean
  onChange: (edit: (views: SavedView[]) => SavedView[]) => void
}

export function ViewsMenu({ views, settings, isBuiltIn, onChange }: ViewsProps) {
  const t = useTexts(containerTexts).saved
  const [isNaming, setNaming] = useState(false)
  const current = views.find((view) => sameSettings(view, settings))
  const isFull = views.length >= mostViews
  const items: MenuItem[] = [
    {
      id: 'save',
      label: t.save,
      disabledReason: current
        ? t.isSaved(current.name)
        : isBuiltIn
          ? t.isBuiltIn
          : isFull
            ? t.isFull(mostViews)
            : undefined,
      onSelect: () => setNaming(true),
    },
    ...(current
      ? [
          {
            id: 'remove',
            label: t.remove(current.name),
            danger: true,
            onSelect: () => onChange((now) => now.filter(({ name }) => name !== current.name)),
          },
        ]
      : []),
  ]
  return (
    <>
      <Menu items={items} button={{ className: 'btn sq', label: t.menu, content: <Icon icon={Bookmark} /> }} />
      {isNaming && (
        <NameDialog
          views={views}
          onClose={() => setNaming(false)}
          onName={(name) => {
            setNaming(false)
            onChange((now) => withView(now, { ...settings, name }))
          }}
        />
      )}
    </>
  )
}

type NameProps = { views: SavedView[]; onName: (name: string) => void; onClose: () => void }

function NameDialog({ views, onName, onClose }: NameProps) {
  const t = useTexts(containerTexts).saved
  const [name, setName] = useState('')
  const plain = name.trim()
  const isTaken = views.some((view) => view.name === plain)
  return (
    <Dialog
      title={t.save.replace('…', '')}
      onClose={onClose}
      onSubmit={() => {
        if (plain !== '') onName(plain)
      }}
      footer={
        <DialogFooter
          label={isTaken ? t.replace : t.keep}
          disabledReason={plain === '' ? t.nameFirst : undefined}
          onClose={onClose}
        />
      }
    >
      <p className="ink-2">{t.lead}</p>
      <Field label={t.name} hint={isTaken ? t.taken : undefined}>
        {(control) => (
          <Input {...control} autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
    </Dialog>
  )
}

'use client'
// A menu that opens from a button. On the browser's popover, so it is never cut off by a scrolling pane. Its items are drawn
// while it is open: a list has such a menu in every row.
import clsx from 'clsx'
import { Check, type LucideIcon } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Icon } from './icon'

export type MenuItem =
  | {
      id: string
      label: ReactNode
      icon?: LucideIcon
      hint?: string
      danger?: boolean
      /** One of several that are on or off: the menu stays open. */
      isChecked?: boolean
      disabledReason?: string | undefined
      onSelect: () => void
    }
  | { id: string; rule: true }

type Props = {
  items: MenuItem[] | (() => MenuItem[])
  /** The button that opens it: its look and its name. */
  button: { className: string; label?: string; content: ReactNode }
}

const gap = 4

export function Menu({ items, button }: Props) {
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)

  const itemsNow = !open ? [] : typeof items === 'function' ? items() : items

  const choices = () => [...(panel.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
  const place = () => {
    const box = opener.current?.getBoundingClientRect()
    const menu = panel.current
    if (!box || !menu) return
    const { width, height } = menu.getBoundingClientRect()
    const left = Math.min(box.left, window.innerWidth - width - gap)
    const below = box.bottom + gap
    menu.style.left = `${Math.max(gap, left)}px`
    menu.style.top = `${below + height > window.innerHeight ? Math.max(gap, box.top - height - gap) : below}px`
  }
  const close = () => {
    panel.current?.hidePopover()
    opener.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const list = choices()
    const at = list.indexOf(document.activeElement as HTMLElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      list[(at + step + list.length) % list.length]?.focus()
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault()
      list.at(event.key === 'Home' ? 0 : -1)?.focus()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault()
      close()
    }
    event.stopPropagation()
  }

  return (
    <>
      <button
        ref={opener}
        type="button"
        className={button.className}
        aria-label={button.label}
        title={button.label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
      >
        {button.content}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        className="menu menu-pop"
        onKeyDown={onKeyDown}
        onBeforeToggle={(event) => {
          // At once, so that it is placed by the size it will have.
          if (event.newState === 'open') flushSync(() => setOpen(true))
        }}
        onToggle={(event) => {
          if (event.newState !== 'open') return setOpen(false)
          place()
          choices()[0]?.focus()
        }}
      >
        {itemsNow.map((item) =>
          'rule' in item ? (
            // biome-ignore lint/a11y/useSemanticElements: hr brings its own look
            <div key={item.id} className="menu-rule" role="separator" />
          ) : (
            <button
              key={item.id}
              type="button"
              role={item.isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              {...(item.isChecked === undefined ? {} : { 'aria-checked': item.isChecked })}
              tabIndex={-1}
              className={clsx('menu-item', item.danger && 'danger')}
              title={item.disabledReason}
              {...(item.disabledReason ? { 'aria-disabled': true, 'aria-description': item.disabledReason } : {})}
              onClick={() => {
                if (item.disabledReason) return
                if (item.isChecked === undefined) close()
                item.onSelect()
              }}
            >
              {item.icon && <Icon icon={item.icon} small />}
              {item.isChecked !== undefined && (
                <span className="menu-check">{item.isChecked && <Icon icon={Check} small />}</span>
              )}
              {item.label}
              {item.hint && <span className="dim">{item.hint}</span>}
            </button>
          ),
        )}
      </div>
    </>
  )
}

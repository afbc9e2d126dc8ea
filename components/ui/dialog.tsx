'use client'
// A dialog on the browser's own <dialog>: it traps focus, Esc closes it, focus goes back to where it came from.
import clsx from 'clsx'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'

const focusable = 'footer button, button, [href], input, select, textarea'

function show(dialog: HTMLDialogElement): void {
  if (dialog.open) return
  dialog.showModal()
  dialog.querySelector<HTMLElement>('[data-first-focus]')?.focus()
}

type Props = {
  title: ReactNode
  children: ReactNode
  footer?: ReactNode
  broad?: boolean
  /** What lies below is not for every eye. */
  isVeil?: boolean
  onClose: () => void
  /** Called with Enter in a field or the submitting button. */
  onSubmit?: () => void
}

export function Dialog({ title, children, footer, broad, isVeil, onClose, onSubmit }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Closed while it is still in the page, or the browser has nothing to give the focus back from.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog) show(dialog)
    return () => dialog?.close()
  }, [])
  // A button that has done its work goes, and the focus must not go with it.
  useEffect(() => {
    const dialog = ref.current
    if (!dialog?.open || document.activeElement !== document.body) return
    const next = dialog.querySelector<HTMLElement>('[data-first-focus]') ?? dialog.querySelector<HTMLElement>(focusable)
    next?.focus()
  })
  const content = (
    <>
      <header>
        <h2 id={titleId}>{title}</h2>
      </header>
      <div className="dialog-body">{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </>
  )
  // In the body, whatever asked for it: the menu that opened it may be gone when the window gets narrow.
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the scrim; Esc does the same by key
    <dialog
      ref={ref}
      className={clsx('dialog', broad && 'broad', isVeil && 'veil')}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // Browsers close a dialog at the second Esc whatever it says; whether it is there is decided by whoever shows it.
      onClose={() => ref.current && show(ref.current)}
      onClick={(event) => {
        if (event.target === ref.current && event.detail > 0) onClose()
      }}
    >
      {onSubmit ? (
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {content}
        </form>
      ) : (
        content
      )}
    </dialog>,
    document.body,
  )
}

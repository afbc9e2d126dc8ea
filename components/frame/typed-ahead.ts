// What is typed between Ctrl+K and the moment the palette is there: its code is loaded when it is first asked for, and
// whoever knows it by heart types on at once.
type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** The text after one more key; null when the key writes nothing. */
export function typedOn(text: string, { key, ctrlKey, metaKey, altKey }: Key): string | null {
  // AltGr is Ctrl and Alt at once, and writes.
  if ((ctrlKey !== altKey || metaKey) && !(altKey && !ctrlKey)) return null
  if (key === 'Backspace') return text.slice(0, -1)
  return [...key].length === 1 ? text + key : null
}

let text = ''
let stop: (() => void) | null = null

/** Nothing else hears the keys until `take` or `drop`. */
export function listenAhead(onEscape: () => void): void {
  if (stop !== null) return
  text = ''
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onEscape()
    const next = typedOn(text, event)
    if (next !== null) text = next
    // Enter and the like are for what is not there yet, and not for what has the focus.
    if (next !== null || ['Escape', 'Enter', 'ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  document.addEventListener('keydown', onKey, true)
  stop = () => document.removeEventListener('keydown', onKey, true)
}

export function takeTypedAhead(): string {
  stop?.()
  stop = null
  const taken = text
  text = ''
  return taken
}

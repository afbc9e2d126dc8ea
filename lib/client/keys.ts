// Single keys act only when nobody is typing, no dialog is open and they are not switched off (WCAG 2.1.4).
const storageKey = 'lotse-single-keys'

export const singleKeysOn = (): boolean => {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

export const setSingleKeys = (on: boolean): void => {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

const typedInto =
  'input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable=""],[contenteditable=true],.cm-editor'

export function isPlainKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !singleKeysOn()) return false
  const target = event.target as Element | null
  if (target?.closest?.(typedInto)) return false
  return document.querySelector('dialog[open]') === null
}
